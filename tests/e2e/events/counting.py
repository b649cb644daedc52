# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""An event under load: what was asked meanwhile, and what came of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from localcluster.load import Load
from localcluster.service import Lost
from localcluster.world import EU, PROTECTED
from tests.e2e.events.clients import loads
from tests.e2e.events.replicated import Replicated

_BEFORE, _AFTER = 50, 100
"""Requests of each client before something happens, and after it."""


@dataclass(slots=True, kw_only=True)
class Counted:
    """What came of an event.

    Attributes:
        pods: Created through the API server.
        filters: Calls of /filter.
        lost: By Services, meanwhile.
    """

    pods: Load
    filters: Load
    lost: Lost

    @property
    def loads(self) -> tuple[Load, Load]:
        """Return both clients."""
        return self.pods, self.filters

    def failed(self) -> list[str]:
        """Return what was said where something was not as it has to be."""
        return [f"{load.name}: {text}" for load in self.loads for text in load.told]

    def open(self) -> list[str]:
        """Return where something was let through that must not be."""
        return [text for text in self.failed() if " open: " in text]

    def ask_more(self, replicated: Replicated, number: int) -> None:
        """Wait until each client has asked so often more."""
        wanted = [load.asked + number for load in self.loads]

        def asked() -> bool:
            return all(
                load.asked >= enough for load, enough in zip(self.loads, wanted, strict=True)
            )

        replicated.kubelet.until(asked, seconds=180, what=f"{number} more requests of each client")

    def __str__(self) -> str:
        each = (f"{load.name} {len(load.told)} of {load.asked}" for load in self.loads)
        return f"failed: {', '.join(each)}; Services: {self.lost}"


@contextmanager
def counting(replicated: Replicated, event: str) -> Iterator[Counted]:
    """Ask all the time while something happens; afterwards all is as before, and a pod runs."""
    replicated.settle()
    before = replicated.lost()
    pods, filters = loads(replicated)
    counted = Counted(pods=pods, filters=filters, lost=Lost())
    for load in counted.loads:
        load.start()
    try:
        counted.ask_more(replicated, _BEFORE)
        yield counted
        replicated.settle()
        counted.ask_more(replicated, _AFTER)
    finally:
        for load in counted.loads:
            load.stop()
        after = replicated.lost()
        counted.lost = Lost(after.refused - before.refused, after.cut - before.cut)
        print(f"== {event}: {counted}")  # noqa: T201  how many were counted is what it is about
    _runs(replicated, event)


def _runs(replicated: Replicated, event: str) -> None:
    """Let the scheduler itself place a pod."""
    world, pod = replicated.world, f"after-{'-'.join(event.lower().split())}"
    world.run_pod(pod, replicated.encrypted.reference)
    replicated.kubelet.until(lambda: world.node_of(pod) == EU, what=f"{pod} is bound")
    world.kubectl("delete", "pod", pod, "-n", PROTECTED, "--grace-period=0", "--force")
