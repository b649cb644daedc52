# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Names that may stand in a path of the API."""

import pytest

from cluster.errors import ClusterError
from cluster.lookup import require_names


@pytest.mark.parametrize("name", ["a", "shop-api.v2", "a" * 253])
def test_names_of_objects_are_taken(name: str) -> None:
    require_names("default", name, what="a Secret")


@pytest.mark.parametrize("name", ["", "A", "-a", "a/b", "..", "a%2fb", "a?x=1", "a" * 254])
def test_nothing_else_gets_into_a_path(name: str) -> None:
    with pytest.raises(ClusterError, match="is not the name of a Secret"):
        require_names("default", name, what="a Secret")
