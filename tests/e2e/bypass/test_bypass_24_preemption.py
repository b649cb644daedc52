# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A protected pod of high priority pushes others from a node that it may not have."""

import json
from collections.abc import Callable, Iterator

import pytest

from localcluster.images import Pushed
from localcluster.world import EU, OTHER, PROTECTED, World
from tests.e2e.bypass.conftest import Create
from tests.e2e.live import LOST, waiting_for_the_extender

GUARD = (
    "Nodes that the extender refuses, or whose label does not say true, are unresolvable: the "
    "scheduler does not preempt for them. A full node is not shown to /filter; before anybody is "
    "evicted there, the scheduler asks /preempt, which leaves only nodes that /filter would accept."
)


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


NOMINATED = "-o=jsonpath={.status.nominatedNodeName}"


@pytest.fixture
def bystanders(
    world: World, encrypted: Pushed, name: Callable[[], str]
) -> Iterator[Callable[[str], None]]:
    """Put four pods without priority on the node, each with a share of its 4 cores."""
    pods = [name() for _ in range(4)]

    def fill(cpu: str) -> None:
        for pod in pods:
            container = {"name": "c", "image": encrypted.reference, **_requests(cpu)}
            spec = {"nodeName": EU, "containers": [container]}
            document = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": pod}, "spec": spec}
            said = world.kubectl("-n", OTHER, "create", "-f", "-", stdin=json.dumps(document))
            assert "created" in said

    yield fill
    left = world.kubectl("-n", OTHER, "get", "pods", "-o=name").split()
    assert {f"pod/{pod}" for pod in pods} <= set(left)
    gone = "-o=jsonpath={.items[*].metadata.deletionTimestamp}"
    assert world.kubectl("-n", OTHER, "get", "pods", gone) == ""
    assert not [pod for pod in pods if "Preempted" in world.events_of(pod, namespace=OTHER)]


def _requests(cpu: str) -> dict[str, object]:
    return {"resources": {"requests": {"cpu": cpu}}}


@pytest.mark.usefixtures("urgent", "trust_restored")
def test_nobody_goes_from_a_full_node_that_is_marked(
    world: World, create: Create, encrypted: Pushed, bystanders: Callable[[str], None]
) -> None:
    bystanders("1")
    world.reports.distrust(EU, "PCR 0")
    world.wait(lambda: world.label_of(EU) == "false", what="the loss is noticed")
    containers = [{"name": "main", "image": encrypted.reference, **_requests("1")}]
    assert "created" in create("pushing", priorityClassName="urgent", containers=containers)
    world.wait(lambda: "NoTrustedNode" in world.events_of("pushing"), what="it waits")
    world.wait(lambda: "FailedScheduling" in world.events_of("pushing"), what="it was tried")
    assert world.kubectl("-n", PROTECTED, "get", "pod", "pushing", NOMINATED) == ""


@pytest.mark.usefixtures("urgent", "trust_restored")
def test_a_node_that_the_extender_refuses_is_no_place_for_preemption(
    world: World,
    create: Create,
    name: Callable[[], str],
    bystanders: Callable[[str], None],
    revived: Callable[[str], None],
) -> None:
    bystanders("100m")
    revived("hub")
    pod, said = waiting_for_the_extender(
        world, name, lambda pod: create(pod, priorityClassName="urgent")
    )
    assert "0/4 nodes are available: 4 Preemption is not helpful for scheduling" in said
    assert world.kubectl("-n", PROTECTED, "get", "pod", pod, NOMINATED) == ""
    world.wait(lambda: LOST in world.events_of(pod), what="an event names the extender's reason")


@pytest.mark.usefixtures("urgent", "trust_restored")
def test_nobody_goes_from_a_full_node_whose_loss_only_the_extender_knows(
    world: World,
    create: Create,
    name: Callable[[], str],
    encrypted: Pushed,
    bystanders: Callable[[str], None],
    revived: Callable[[str], None],
) -> None:
    revived("hub")
    waiting_for_the_extender(world, name, create)
    bystanders("1")
    pod = name()
    containers = [{"name": "main", "image": encrypted.reference, **_requests("1")}]
    assert "created" in create(pod, priorityClassName="urgent", containers=containers)
    world.wait(lambda: "Insufficient cpu" in world.events_of(pod), what="the node is full")
    # What it asked of /preempt is in the log by now: the event comes after the whole attempt.
    log = world.bondstone.processes["extender"].log.read_text()
    asked = [line for line in log.splitlines() if f'"pod": "{pod}"' in line and "preempt" in line]
    assert asked
    assert all(LOST in line for line in asked)  # any change of a node lets it be tried again
    assert world.kubectl("-n", PROTECTED, "get", "pod", pod, NOMINATED) == ""


@pytest.mark.usefixtures("urgent")
def test_a_node_that_may_be_had_is_a_place_for_preemption(
    world: World, create: Create, name: Callable[[], str], encrypted: Pushed
) -> None:
    full = [{"name": "main", "image": encrypted.reference, **_requests("4")}]
    loser, winner = name(), name()
    assert "created" in create(loser, containers=full, terminationGracePeriodSeconds=0)
    assert world.wait(lambda: world.node_of(loser), what="the pod is bound") == EU
    assert "created" in create(winner, priorityClassName="urgent", containers=full)
    assert world.wait(lambda: world.node_of(winner), what="it takes the place") == EU
    # The scheduler writes its events by the side of its work.
    world.wait(lambda: "Preempted" in world.events_of(loser), what="an event says why it went")
