# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The hub put together: caches, Snapshot, and the thread that runs rounds."""

import threading
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from prometheus_client import CollectorRegistry

from attestation.keeper import SnapshotKeeper
from cluster.connection import Connection
from cluster.events import EventRecorder
from cluster.live import namespaces, nodes, policies, waiting_pods
from hub.reconcile import Reconciler, Sources
from hub.waiting_pods import WaitingPods
from serving.component import Check

ROUND = timedelta(milliseconds=500)
"""Between two rounds: Reports expire by the clock alone, and a waiting pod should not notice."""


class Hub:
    """Everything of one hub process but its health port.

    Args:
        connection: The API server.
        keeper: Keeps the Snapshot fresh; started and stopped with the hub.
        now: The clock.
        metrics: Where to count.
    """

    def __init__(
        self,
        *,
        connection: Connection,
        keeper: SnapshotKeeper,
        now: Callable[[], datetime],
        metrics: CollectorRegistry,
    ) -> None:
        self._stopped = threading.Event()
        known = policies(connection), namespaces(connection), nodes(connection)
        pods = waiting_pods(connection)
        sources = Sources(
            policies=known[0], namespaces=known[1], nodes=known[2], pods=pods, snapshots=keeper
        )
        self._parts = (*known, pods, keeper)
        waiting = WaitingPods(connection, EventRecorder(connection, component="bondstone-hub"))
        self._reconciler = Reconciler(
            sources, writer=connection, waiting=waiting, now=now, metrics=metrics
        )
        self._thread = threading.Thread(target=self._run, name="hub", daemon=True)
        self.checks: Sequence[Check] = (
            Check(name="policies", problem=known[0].problem),
            Check(name="namespaces", problem=known[1].problem),
            Check(name="nodes", problem=known[2].problem),
            Check(name="pods", problem=pods.problem),
            Check(name="reports", problem=keeper.problem),
            Check(name="rounds", problem=self._problem),
        )

    def start(self) -> None:
        """Begin to list, watch, poll and write."""
        for part in self._parts:
            part.start()
        self._thread.start()

    def stop(self) -> None:
        """Finish the round under way, then stop all threads."""
        self._stopped.set()
        self._thread.join(timeout=10)
        for part in reversed(self._parts):
            part.stop()

    def _run(self) -> None:
        while not self._stopped.wait(ROUND.total_seconds()):
            self._reconciler.round()

    def _problem(self) -> str | None:
        return None if self._thread.is_alive() else "the thread that runs rounds is gone"
