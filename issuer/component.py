# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The issuer put together: the Lease, and the thread that runs rounds while it is ours."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from prometheus_client import CollectorRegistry

from cluster.connection import Connection
from cluster.events import EventRecorder
from cluster.lease import Lease
from issuer.look import Scope
from issuer.metrics import Metrics
from issuer.places import FIELD_MANAGER
from issuer.rounds import Rounds
from issuer.unchanged import Unchanged
from serving.component import Check
from trust.certificates import Lifetimes

_RETRY = 1.0
"""Seconds between two tries for the Lease, and the longest rest while it is ours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How one issuer works.

    Attributes:
        scope: Where it looks.
        lifetimes: How long things last.
        period: Between two looks while nothing is to be done.
        holder: Name of this process among all candidates.
    """

    scope: Scope
    lifetimes: Lifetimes
    period: timedelta
    holder: str


class Issuer:
    """Everything of one issuer process but its health port.

    Args:
        connection: The API server.
        settings: How it works.
        now: The clock.
        metrics: Where to count.
    """

    def __init__(
        self,
        connection: Connection,
        settings: Settings,
        *,
        now: Callable[[], datetime],
        metrics: CollectorRegistry,
    ) -> None:
        self._stopped = threading.Event()
        self._period = settings.period.total_seconds()
        self._lease = Lease(
            connection,
            namespace=settings.scope.namespace,
            name=FIELD_MANAGER,
            holder=settings.holder,
        )
        self._rounds = Rounds(
            connection,
            scope=settings.scope,
            lifetimes=settings.lifetimes,
            lease=self._lease,
            record=EventRecorder(connection, component=FIELD_MANAGER, severity="Normal"),
            now=now,
            unchanged=Unchanged(),
            metrics=Metrics(metrics),
        )
        self._thread = threading.Thread(target=self._run, name="issuer", daemon=True)
        self.checks: Sequence[Check] = (
            Check(name="rounds", problem=self._problem, alive=self._alive),
        )

    def start(self) -> None:
        """Begin to work."""
        self._thread.start()

    def stop(self) -> None:
        """Finish the step under way, and let another process have the Lease."""
        self._stopped.set()
        self._thread.join(timeout=25)
        self._lease.release()

    def _run(self) -> None:
        next_look = 0.0
        while not self._stopped.wait(min(_RETRY, next_look)):
            if not self._lease.hold():
                self._rounds.rest()
                next_look = _RETRY
                continue
            next_look -= _RETRY
            if next_look <= 0:
                next_look = 0.0 if self._rounds.round() else self._period

    def _alive(self) -> bool:
        return self._thread.ident is None or self._thread.is_alive()

    def _problem(self) -> str | None:
        return self._rounds.problem
