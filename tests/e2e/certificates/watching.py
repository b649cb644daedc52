# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Pods one after another until authorities were exchanged, and what was counted meanwhile."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count

from localcluster.images import Pushed
from localcluster.world import EU, PROTECTED
from tests.e2e.certificates.load import loads
from tests.e2e.certificates.world import Certified, secret

LONGEST = 400.0
"""Seconds."""


@dataclass
class Watching:
    """What came of the pods, and which certificates were seen."""

    certified: Certified
    bound: int = 0
    failed: list[str] = field(default_factory=list)
    seen: dict[str, set[bytes]] = field(default_factory=dict)

    def exchanged(self, name: str) -> int:
        """Return how often a certificate was exchanged."""
        return len(self.seen.get(name, ())) - 1

    def run(self, image: Pushed, until: Callable[[], bool]) -> None:
        """Run pods under load, count, and fail where anything failed."""
        clients = loads(self.certified, image)
        for client in clients:
            client.start()
        try:
            self._pods(image, until)
        finally:
            for client in clients:
                client.stop()
            for client in clients:
                show(f"{client.name}: {len(client.failed)} of {client.asked} failed")
            show(f"pods: {len(self.failed)} of {self.bound + len(self.failed)} not bound")
            show(f"exchanged: { {name: self.exchanged(name) for name in self.seen} }")
        assert self.failed == []
        assert {client.name: client.failed for client in clients if client.failed} == {}
        assert all(client.asked > 100 for client in clients)

    def _pods(self, image: Pushed, until: Callable[[], bool]) -> None:
        end = time.monotonic() + LONGEST
        for number in count():
            self._look()
            if until():
                return
            assert time.monotonic() < end, f"not exchanged within {LONGEST} s"
            self._pod(f"rotating-{number}", image)

    def _pod(self, pod: str, image: Pushed) -> None:
        world = self.certified.world
        node = self._node(pod, image)
        events = world.events_of(pod)
        if node != EU or "tls:" in events or "x509" in events:
            self.failed.append(f"{pod} {node!r}: {events[-600:]}")
        else:
            self.bound += 1
        world.kubectl("delete", "pod", pod, "-n", PROTECTED, "--grace-period=0", "--force")

    def _node(self, pod: str, image: Pushed) -> str:
        said = self.certified.world.run_pod(pod, image.reference)
        if "created" not in said:
            return said
        for _ in range(60):
            self.certified.play_kubelet()
            node = self.certified.world.node_of(pod)
            if node:
                return node
            self._look()
            time.sleep(0.5)
        return ""

    def _look(self) -> None:
        mounts = self.certified.mounts
        for name in ("webhook", "extender", "extender-client"):
            certificate = (mounts.now(secret(name)) / "tls.crt").read_bytes()
            self.seen.setdefault(name, set()).add(certificate)
        authority = (mounts.now("bondstone-ca") / "tls.crt").read_bytes()
        self.seen.setdefault("authority", set()).add(authority)


def show(line: str) -> None:
    """Print: how many were counted is what the story is about."""
    print(line)  # noqa: T201
