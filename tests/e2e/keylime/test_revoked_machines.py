# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A machine that Keylime was told to forget is unknown, and trusted again once it is enrolled."""

from collections.abc import Callable

from localcluster.images import Pushed
from localcluster.keylime.world import EUROPEAN, KeylimeWorld

Name = Callable[[], str]
FIRST, SECOND = EUROPEAN


def test_a_revoked_machine_takes_no_pod_until_it_is_enrolled_again(
    world: KeylimeWorld, image: Pushed, name: Name
) -> None:
    for node in EUROPEAN:
        world.lab.agents[node].revoke()
    for node in EUROPEAN:
        world.wait(lambda node=node: world.label_of(node) == "unknown", what=node)  # type: ignore[misc]
    pod = name()
    world.run_pod(pod, image.reference)
    reason = f'{", ".join(EUROPEAN)}: never attested: verification service "keylime"'
    world.wait(
        lambda: reason in world.events_of(pod),
        what="the pod waits because nobody vouches for the machine",
    )
    assert world.node_of(pod) == ""
    world.lab.agents[SECOND].enrol()
    assert world.wait(lambda: world.node_of(pod), what="it is bound by itself") == SECOND


def test_a_machine_with_another_tpm_is_not_the_node_that_it_says_it_is(
    world: KeylimeWorld, image: Pushed, name: Name
) -> None:
    """The TPM decides: a machine that attests well is nobody's while no NodeIdentity names it."""
    world.lab.agents[FIRST].revoke()
    stranger = world.lab.machine(f"calls-itself-{FIRST}")
    world.wait(lambda: world.label_of(FIRST) == "unknown", what="nobody vouches for it")
    pods = [name() for _ in range(3)]
    for pod in pods:
        world.run_pod(pod, image.reference)
    bound = {world.wait(lambda pod=pod: world.node_of(pod), what=pod) for pod in pods}  # type: ignore[misc]
    assert bound == {SECOND}
    stranger.revoke()
    world.lab.agents.pop(stranger.name).power_off()
