# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""NodeIdentities written: all or, as far as can be told before, none."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest

from cluster.errors import ClusterError
from cluster.identity_import import write_identities

SPECS = [("m1", {"ekHash": "ab" * 32}), ("m2", {"ekHash": "cd" * 32})]


@dataclass
class ApiServer:
    """Takes applies down, and refuses one of them."""

    refused: tuple[str, bool] | None = None
    stored: list[str] = field(default_factory=list)

    def apply(
        self, path: str, document: Mapping[str, object], *, field_manager: str, dry: bool = False
    ) -> object:
        """Store it unless it is a dry run."""
        assert field_manager == "bondstone-identities-import"
        assert document["kind"] == "NodeIdentity"
        node = path.rpartition("/")[2]
        assert document["metadata"] == {"name": node}
        if self.refused == (node, dry):
            raise ClusterError(f"{path}: 403")
        if not dry:
            self.stored.append(node)
        return {}


def test_all_are_tried_before_any_is_written() -> None:
    server = ApiServer()
    write_identities(server, SPECS)
    assert server.stored == ["m1", "m2"]
    server = ApiServer(refused=("m2", True))
    with pytest.raises(ClusterError, match="m2: 403; nothing was changed"):
        write_identities(server, SPECS)
    assert server.stored == []


def test_a_server_that_breaks_down_in_between_leaves_no_doubt_of_what_was_written() -> None:
    server = ApiServer(refused=("m2", False))
    with pytest.raises(ClusterError, match="m2: 403; written before: m1"):
        write_identities(server, SPECS)
    with pytest.raises(ClusterError, match="m1: 403; nothing was changed"):
        write_identities(ApiServer(refused=("m1", False)), SPECS)
