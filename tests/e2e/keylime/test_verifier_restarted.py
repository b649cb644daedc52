# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Without its verifier a machine is unknown in the end, not untrusted, and comes back by itself."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from localcluster.images import Pushed
from localcluster.keylime.world import EUROPEAN, MACHINES, KeylimeWorld

Name = Callable[[], str]


@contextmanager
def labels_watched(world: KeylimeWorld) -> Iterator[set[str]]:
    """Look at the labels of the machines all the while."""
    seen: set[str] = set()
    stopped = threading.Event()

    def look() -> None:
        while not stopped.is_set():
            seen.update(world.label_of(node) for node in MACHINES)

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield seen
    finally:
        stopped.set()
        thread.join()


def test_a_verifier_that_is_restarted_makes_no_machine_untrusted(
    world: KeylimeWorld, image: Pushed, name: Name
) -> None:
    pod = name()
    with labels_watched(world) as seen:
        world.lab.verifier.restart()
        for agent in world.lab.agents.values():
            agent.wait_until_attested()
        world.run_pod(pod, image.reference)
        assert world.wait(lambda: world.node_of(pod), what="the pod is bound") in EUROPEAN
    assert seen <= {"true", "unknown"}


def test_while_the_verifier_is_dead_pods_wait_and_are_bound_after_its_return(
    world: KeylimeWorld, image: Pushed, name: Name
) -> None:
    with labels_watched(world) as seen:
        world.lab.verifier.kill()
        world.wait(
            lambda: {world.label_of(node) for node in MACHINES} == {"unknown"},
            what="every machine is unknown",
        )
        pod = name()
        world.run_pod(pod, image.reference)
        said = world.wait(
            lambda: events if "NoTrustedNode" in (events := world.events_of(pod)) else "",
            what="the hub says why it waits",
        )
        assert 'verification service "keylime" has been silent since' in said
        assert world.node_of(pod) == ""
        world.lab.verifier.start()
        assert world.wait(lambda: world.node_of(pod), what="it is bound by itself") in EUROPEAN
    assert seen == {"true", "unknown"}
