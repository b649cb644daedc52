# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What makes the scheduler try a pod again that no node could take, and how long it takes.

It prints the seconds (``pytest -rP``) and asserts none.
"""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
import urllib3

from localcluster.images import Pushed
from localcluster.ports import HOST
from localcluster.world import BAD, EU, World
from tests.e2e.bypass.conftest import create as create
from tests.e2e.live import waiting_for_the_extender
from tests.e2e.scheduling import scheduler_with

Name = Callable[[], str]
Tell = Callable[[str, float], None]
pytestmark = pytest.mark.usefixtures("trust_restored")
_INCOMING = re.compile(
    r'^scheduler_queue_incoming_pods_total\{event="(\w+)",queue="(?:active|backoff)"\} [1-9]', re.M
)


@pytest.fixture
def tell(record_property: Callable[[str, object], None]) -> Tell:
    """Tell of seconds, in the report and to whoever watches."""

    def say(what: str, since: float) -> None:
        seconds = round(time.monotonic() - since, 2)
        record_property(what, seconds)
        print(f"{what}: {seconds} s")  # noqa: T201  what the story is about

    return say


@contextmanager
def watched_scheduler(world: World, *options: str) -> Iterator[Callable[[], set[str]]]:
    """Run the scheduler so that it shows which events brought pods back into its queue."""
    pki, port = world.cluster.pki, world.cluster.ports.bondstone_scheduler
    shown = (
        f"--tls-cert-file={pki.certificate('extender')}",
        f"--tls-private-key-file={pki.key('extender')}",
        "--authorization-always-allow-paths=/metrics",
    )

    def events() -> set[str]:
        url = f"https://{HOST}:{port}/metrics"
        with urllib3.PoolManager(ca_certs=str(pki.ca), retries=False, timeout=5) as pool:
            return set(_INCOMING.findall(pool.request("GET", url).data.decode()))

    with scheduler_with(world, *options, *shown):
        yield events


def test_the_hub_s_label_wakes_a_pod(
    world: World, encrypted: Pushed, name: Name, tell: Tell
) -> None:
    world.reports.distrust(EU, "PCR 0")
    world.wait(lambda: world.label_of(EU) == "false", what="the loss is noticed")
    pod = name()
    with watched_scheduler(world) as events:
        world.run_pod(pod, encrypted.reference)
        world.wait(lambda: "FailedScheduling" in world.events_of(pod), what="it was tried")
        world.wait(lambda: "NoTrustedNode" in world.events_of(pod), what="it waits")
        started = time.monotonic()
        world.reports.trust(EU, region="EU")
        world.wait(lambda: world.label_of(EU) == "true", what="the hub marks the node")
        tell("trusted again until the label says so", started)
        assert world.wait(lambda: world.node_of(pod), what="it is bound") == EU
        tell("trusted again until the pod is bound, hub alive", started)
        assert any(event.startswith("NodeUpdate") for event in events())


def test_while_the_hub_is_dead_the_next_event_wakes_a_pod(
    world: World,
    name: Name,
    create: Callable[[str], str],
    revived: Callable[[str], None],
    tell: Tell,
) -> None:
    revived("hub")
    pod, _ = waiting_for_the_extender(world, name, create)
    world.reports.trust(EU, region="EU")
    started = time.monotonic()

    def touched() -> str:
        """Change something of a Node, again until the extender has heard of the new Report too."""
        world.kubectl("annotate", "node", BAD, f"example.com/change={started}", "--overwrite")
        world.kubectl("annotate", "node", BAD, "example.com/change-")
        return world.node_of(pod)

    assert world.wait(touched, what="it is bound") == EU
    tell("trusted again until the pod is bound, hub dead, other nodes change", started)


def test_the_hub_that_comes_back_wakes_a_pod(
    world: World,
    name: Name,
    create: Callable[[str], str],
    revived: Callable[[str], None],
    tell: Tell,
) -> None:
    revived("hub")
    pod, _ = waiting_for_the_extender(world, name, create)
    world.reports.trust(EU, region="EU")
    started = time.monotonic()
    world.bondstone.launch("hub")
    assert world.wait(lambda: world.node_of(pod), what="it is bound") == EU
    tell("the hub started until the pod is bound", started)


def test_without_any_event_the_scheduler_s_own_flush_wakes_a_pod(
    world: World,
    name: Name,
    create: Callable[[str], str],
    revived: Callable[[str], None],
    tell: Tell,
) -> None:
    """It comes every 30 s for pods older than 5 min there; a second is enough here."""
    revived("hub")
    with watched_scheduler(world, "--pod-max-in-unschedulable-pods-duration=1s") as events:
        pod, _ = waiting_for_the_extender(world, name, create)
        # Trusted before, it might be woken by the scheduler's own last writing to the pod.
        flushed = lambda: "UnschedulableTimeout" in events()  # noqa: E731
        world.wait(flushed, what="the flush has tried it")
        assert world.node_of(pod) == ""
        world.reports.trust(EU, region="EU")
        started = time.monotonic()
        assert world.wait(lambda: world.node_of(pod), what="it is bound") == EU
        tell("only the extender knows better until the pod is bound, flush after 1 s", started)
