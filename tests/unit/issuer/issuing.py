# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""An issuer on a store in memory, whose clocks a test sets."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from prometheus_client import CollectorRegistry

from cluster.errors import ClusterError
from cluster.subject import Subject
from issuer.look import Look, look
from issuer.metrics import Metrics
from issuer.rounds import Rounds
from issuer.unchanged import Unchanged
from tests.unit.issuer.simulated import CONFIGURATION, DAY, HOUR, SCOPE, SimulatedObjects
from tests.unit.trust.builders import NOON
from trust.certificates import Lifetimes

LIFETIMES = Lifetimes(authority=360 * DAY, leaf=60 * DAY, settle=HOUR)


@dataclass
class Leading:
    """A Lease that a test gives and takes."""

    held: bool = True


@dataclass
class Issuing(SimulatedObjects):
    """The store, the clocks, and the issuer of now."""

    now: datetime = NOON
    seconds: float = 0.0
    ahead: timedelta = timedelta()
    lease: Leading = field(default_factory=Leading)
    events: list[tuple[str, str]] = field(default_factory=list)
    refusal: ClusterError | None = None

    def __post_init__(self) -> None:
        """Have what the manifests make."""
        self.store.now = lambda: self.now
        entries = [
            {"name": name, "clientConfig": {"url": "https://w"}, "failurePolicy": "Fail"}
            for name in ("a", "b")
        ]
        self.store.put(CONFIGURATION, {"metadata": {"name": "bondstone"}, "webhooks": entries})
        self.roll_out()
        self.restart()

    def restart(self) -> None:
        """Let another process go on."""
        self.registry = CollectorRegistry()
        self.unchanged = Unchanged(clock=lambda: self.seconds)
        self.rounds = Rounds(
            self.store,
            scope=SCOPE,
            lifetimes=LIFETIMES,
            lease=self.lease,
            record=self._record,
            now=lambda: self.now + self.ahead,
            unchanged=self.unchanged,
            metrics=Metrics(self.registry),
        )

    def until_due(self) -> None:
        """Let 240 days pass in which leaves are renewed; the authority is due then."""
        for _ in range(16):
            self.wait(15 * DAY)
            if self.now < NOON + 240 * DAY:
                self.work()

    def work(self) -> int:
        """Do all that can be done now, and return how many steps it took."""
        resting = 0
        for steps in range(200):
            if not self.rounds.round():
                resting += 1
                # Once may be a step that was done twice in a row.
                if resting == 2:
                    return steps - 1
            else:
                resting = 0
            self.roll_out()
        raise AssertionError("it never rests")

    def wait(self, duration: timedelta) -> None:
        """Let time pass on every clock."""
        self.now += duration
        self.seconds += duration.total_seconds()

    def look(self) -> Look:
        """Look as the issuer does."""
        return look(self.store, SCOPE, self.unchanged)

    def metric(self, name: str, **labels: str) -> float | None:
        """Return a metric."""
        return self.registry.get_sample_value(name, labels)

    def _record(self, subject: Subject, *, reason: str, message: str) -> None:
        assert (subject.kind, subject.name) == ("Secret", "bondstone-ca")
        if self.refusal is not None:
            raise self.refusal
        self.events.append((reason, message))


def steady() -> Issuing:
    """Return an issuer that has issued everything, which has been seen."""
    issuing = Issuing()
    issuing.work()
    issuing.wait(2 * HOUR)
    issuing.work()
    issuing.events.clear()
    return issuing
