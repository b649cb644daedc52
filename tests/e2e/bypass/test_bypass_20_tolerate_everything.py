# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A pod tolerates every taint."""

import pytest

from localcluster.world import EU, World
from tests.e2e.bypass.conftest import Create

pytestmark = pytest.mark.usefixtures("trust_restored")

GUARD = "Placement rests on required affinity and the live filter; taints decide nothing."


def test_tolerations_open_no_node(world: World, create: Create) -> None:
    world.reports.distrust(EU, "PCR 0")
    world.wait(lambda: world.label_of(EU) == "false", what="the loss is noticed")
    assert "created" in create("tolerant", tolerations=[{"operator": "Exists"}])
    world.wait(lambda: "NoTrustedNode" in world.events_of("tolerant"), what="it waits")
    assert world.node_of("tolerant") == ""
