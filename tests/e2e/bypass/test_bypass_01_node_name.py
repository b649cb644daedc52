# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A pod names its node, so that no scheduler and no extender is asked."""

import pytest

from localcluster.world import BAD, EU, NEW, US
from tests.e2e.bypass.conftest import Create

GUARD = "spec.nodeName of a new protected pod is refused."


@pytest.mark.parametrize("node", [EU, US, BAD, NEW, "nowhere"])
def test_a_node_by_hand_is_refused(create: Create, node: str) -> None:
    assert f'spec.nodeName is "{node}"' in create(nodeName=node)
