# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A protected pod of high priority pushes others from a node that it may not have."""

from collections.abc import Iterator

import pytest

from localcluster.images import Pushed
from localcluster.world import EU, OTHER, World
from tests.e2e.bypass.conftest import Create

GUARD = "Refused nodes are unresolvable: the scheduler does not preempt for them."


PRIORITY = """
apiVersion: scheduling.k8s.io/v1
kind: PriorityClass
metadata: {name: urgent}
value: 1000000
"""


@pytest.fixture
def urgent(world: World) -> Iterator[None]:
    world.kubectl("apply", "-f", "-", stdin=PRIORITY)
    yield
    world.kubectl("delete", "priorityclass", "urgent")


@pytest.mark.usefixtures("urgent", "trust_restored")
def test_nobody_goes_for_a_pod_that_could_not_run_there(
    world: World, create: Create, encrypted: Pushed
) -> None:
    image = encrypted.reference
    for number in range(4):
        world.run_pod(f"bystander-{number}", image, namespace=OTHER)
    world.reports.distrust(EU, "PCR 0")
    world.wait(lambda: world.label_of(EU) == "false", what="the loss is noticed")
    assert "created" in create("pushing", priorityClassName="urgent")
    world.wait(lambda: "NoTrustedNode" in world.events_of("pushing"), what="it waits")
    assert "Preempted" not in world.kubectl("-n", OTHER, "get", "events")
    left = world.kubectl("-n", OTHER, "get", "pods", "-o=name").split()
    assert {f"pod/bystander-{number}" for number in range(4)} <= set(left)
