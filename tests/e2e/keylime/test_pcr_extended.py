# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A machine that measures something unknown is out until it is rebooted and enrolled anew."""

from collections.abc import Callable

from localcluster.images import Pushed
from localcluster.keylime.status import INVALID_QUOTE
from localcluster.keylime.world import EUROPEAN, STRANGER, KeylimeWorld

Name = Callable[[], str]
FIRST, SECOND = EUROPEAN
REASON = "untrusted: its quote is invalid (pcr_validation.invalid_pcr_15)"


def lose(world: KeylimeWorld, node: str) -> None:
    """Extend a PCR, and wait until the node is not trusted."""
    world.lab.agents[node].extend_pcr()
    world.lab.agents[node].wait_for_state(INVALID_QUOTE)
    world.wait(lambda: world.label_of(node) == "false", what=f"{node} loses trust")


def test_the_next_pods_go_elsewhere_and_the_running_one_stays(
    world: KeylimeWorld, image: Pushed, name: Name
) -> None:
    before = name()
    world.run_pod(before, image.reference)
    lost = world.wait(lambda: world.node_of(before), what="the pod is bound")
    lose(world, lost)
    (other,) = (node for node in EUROPEAN if node != lost)
    for _ in range(3):
        pod = name()
        assert world.run_pod(pod, image.reference) == f"pod/{pod} created"
        assert world.wait(lambda pod=pod: world.node_of(pod), what="bound") == other  # type: ignore[misc]
    assert world.node_of(before) == lost


def test_with_no_machine_left_a_pod_waits_and_is_bound_once_one_is_enrolled_anew(
    world: KeylimeWorld, image: Pushed, name: Name
) -> None:
    for node in EUROPEAN:
        lose(world, node)
    pod = name()
    world.run_pod(pod, image.reference)
    said = world.wait(
        lambda: events if "NoTrustedNode" in (events := world.events_of(pod)) else "",
        what="the hub says why it waits",
    )
    reasons = (
        f"{', '.join(EUROPEAN)}: {REASON}", "us-1: asset tags differ: region is US",
        f"{STRANGER}: no NodeIdentity",
    )  # fmt: skip
    assert [reason for reason in reasons if reason not in said] == []
    agent = world.lab.agents[SECOND]
    agent.reboot()
    assert world.label_of(SECOND) == "false"  # nobody asks a machine that failed
    assert world.node_of(pod) == ""
    agent.revoke()
    agent.enrol()
    assert world.wait(lambda: world.node_of(pod), what="it is bound by itself") == SECOND
