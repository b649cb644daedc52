# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A pod tolerates every taint."""

from collections.abc import Callable

import pytest

from localcluster.world import EU, World
from tests.e2e.bypass.conftest import Create
from tests.e2e.live import waiting_for_the_extender

GUARD = "Placement rests on required affinity and the live filter; taints decide nothing."
ALL = [{"operator": "Exists"}]


@pytest.mark.usefixtures("trust_restored")
def test_tolerations_open_no_node(world: World, create: Create) -> None:
    world.reports.distrust(EU, "PCR 0")
    world.wait(lambda: world.label_of(EU) == "false", what="the loss is noticed")
    assert "created" in create("tolerant", tolerations=ALL)
    world.wait(lambda: "NoTrustedNode" in world.events_of("tolerant"), what="it waits")
    assert world.node_of("tolerant") == ""


@pytest.mark.usefixtures("trust_restored")
def test_the_live_filter_holds_where_the_label_still_says_true(
    world: World, create: Create, name: Callable[[], str], revived: Callable[[str], None]
) -> None:
    revived("hub")
    pod, _ = waiting_for_the_extender(world, name, lambda pod: create(pod, tolerations=ALL))
    assert world.node_of(pod) == ""
