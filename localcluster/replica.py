# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""One replica of webhook or extender: a process, probed and ended as its pod says."""

import os
import signal
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import urllib3

from localcluster.bondstone import Bondstone
from localcluster.ports import HOST
from localcluster.process import Process

_NOTICED_SECONDS = 1.0
"""After which a kubelet knows that a container has ended."""


@dataclass(slots=True, kw_only=True)
class Replica:
    """Runs from ``start`` on.

    Attributes:
        pod: Its name.
        component: What it is.
        node: Where it runs.
        address: Of the pod; in localcluster a name, for there is no such network.
        ports: Where it serves, and its probes.
        spec: Of its container.
        bondstone: Which it is beside.
        ready: As its probe says.
    """

    pod: str
    component: str
    node: str
    address: str
    ports: tuple[int, int]
    spec: Mapping[str, Any]
    bondstone: Bondstone
    ready: bool = False
    started: float = 0.0
    _process: Process | None = None
    _probed: float = 0.0
    _failures: int = 0
    _end: float = 0.0
    _told: bool = False
    _died: float = 0.0

    def start(self, program: Sequence[str] | None) -> None:
        """Start it; with a program other than the usual, see ``Bondstone``."""
        self.started = time.monotonic()
        names = (self.component, f"{self.component}_health")
        ports = dict(zip(names, self.ports, strict=True))
        own = self.bondstone.beside(self.pod, program, **ports)
        self._process = own.launch(self.component)

    @property
    def process(self) -> Process:
        """The program, which has been started."""
        assert self._process is not None  # noqa: S101
        return self._process

    @property
    def ending(self) -> bool:
        """True once its pod is being deleted."""
        return self._end > 0

    def look(self, program: Sequence[str] | None) -> None:
        """Start it anew where it has died, and probe it when that is due."""
        now, probe = time.monotonic(), self.spec["readinessProbe"]
        if not self.process.running:
            self._died = self._died or now
            if now - self._died < _NOTICED_SECONDS:
                return
            self.ready, self._failures, self._died = False, 0, 0.0
            self.start(program)
        elif now - self._probed >= probe["periodSeconds"] or not self.ready:
            self._probed = now
            if _answers(self.ports[1], probe["timeoutSeconds"]):
                self.ready, self._failures = True, 0
            else:
                self._failures += 1
                self.ready = self.ready and self._failures < probe["failureThreshold"]

    def ended(self, pod: Mapping[str, Any]) -> bool:
        """Go on with its end, and tell whether it has ended: ``preStop``, SIGTERM, SIGKILL."""
        now = time.monotonic()
        self._end = self._end or now
        rest = self.spec["lifecycle"]["preStop"]["sleep"]["seconds"]
        if not self.process.running:
            return True
        if now - self._end >= pod["terminationGracePeriodSeconds"]:
            self.kill()
        elif now - self._end >= rest and not self._told:
            self._told = True
            os.kill(self.process.pid, signal.SIGTERM)  # the first process alone, as in a container
        return False

    def kill(self) -> None:
        """End it as a crash would."""
        self.process.kill()


def _answers(port: int, seconds: float) -> bool:
    url = f"http://{HOST}:{port}/readyz"
    try:
        return urllib3.request("GET", url, retries=False, timeout=seconds).status == 200
    except urllib3.exceptions.HTTPError:
        return False
