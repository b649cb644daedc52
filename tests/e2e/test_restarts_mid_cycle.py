# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Extender and scheduler that die in the middle of a scheduling cycle, while trust is lost.

"In the middle" is seen, not hoped for: the extender is halted, and the scheduler's call lies unread
in its socket when one of the two is killed.
"""

import signal
from collections.abc import Callable, Iterator

import pytest

from localcluster.images import Pushed
from localcluster.world import EU, World
from tests.e2e.scheduling import call_is_waiting, nodes_of_protected, restart_scheduler

Name = Callable[[], str]
pytestmark = pytest.mark.usefixtures("trust_restored")


@pytest.fixture
def mid_cycle(world: World, encrypted: Pushed, name: Name) -> Iterator[str]:
    """Yield a pod whose cycle waits for the extender, which is halted."""
    before = name()
    world.run_pod(before, encrypted.reference)  # so that a connection is open
    world.wait(lambda: world.node_of(before), what="the pod is bound")
    extender = world.bondstone.processes["extender"]
    extender.signal(signal.SIGSTOP)
    try:
        pod = name()
        assert "created" in world.run_pod(pod, encrypted.reference)
        world.wait(lambda: call_is_waiting(world), what="the scheduler has asked")
        yield pod
    finally:
        if extender.running:
            extender.signal(signal.SIGCONT)


def lose_trust(world: World) -> None:
    world.reports.distrust(EU, "PCR 0 was changed in between")
    world.wait(lambda: world.label_of(EU) == "false", what="the hub has heard of it")


def waits_and_then_runs(world: World, pod: str) -> None:
    """Expect the pod to wait with a reason, and to run by itself when the node is trusted again."""
    text = "PCR 0 was changed in between"
    world.wait(lambda: text in world.events_of(pod), what="it waits, and the reason is known")
    world.wait(lambda: "FailedScheduling" in world.events_of(pod), what="it was tried again")
    assert world.node_of(pod) == ""
    world.reports.trust(EU, region="EU")
    assert world.wait(lambda: world.node_of(pod), what="the pod is bound") == EU


def test_extender_restarted_mid_cycle(
    world: World, mid_cycle: str, revived: Callable[[str], None]
) -> None:
    lose_trust(world)
    revived("extender")
    assert world.node_of(mid_cycle) == ""
    world.bondstone.launch("extender")
    world.bondstone.wait_ready("extender")
    waits_and_then_runs(world, mid_cycle)


def test_scheduler_restarted_mid_cycle(world: World, mid_cycle: str) -> None:
    lose_trust(world)
    restart_scheduler(world.cluster)
    world.bondstone.processes["extender"].signal(signal.SIGCONT)
    waits_and_then_runs(world, mid_cycle)


def test_extender_and_scheduler_restarted_among_many_pods(
    world: World, encrypted: Pushed, name: Name, revived: Callable[[str], None]
) -> None:
    pods = [name() for _ in range(12)]
    for number, pod in enumerate(pods):
        assert "created" in world.run_pod(pod, encrypted.reference)
        if number == 4:
            revived("extender")
            world.bondstone.launch("extender")
        if number == 8:
            restart_scheduler(world.cluster)
    for pod in pods:
        assert world.wait(lambda pod=pod: world.node_of(pod), what="it is bound") == EU  # type: ignore[misc]
    assert nodes_of_protected(world) == {EU}
