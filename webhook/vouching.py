# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What the webhook keeps to know of nodes: a verification service's Snapshot and Node objects."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from prometheus_client import CollectorRegistry

from attestation.age import show_age
from attestation.keepers import Keepers
from attestation.live_metrics import LiveMetrics
from attestation.live_question import LiveQuestions
from cluster.connection import Connection
from cluster.identified import TagRecords
from cluster.live import identified_nodes
from serving.component import Check, Startable
from webhook.live_check import LiveCheck
from webhook.neighbours import NodeStanding
from webhook.seats import Seats
from webhook.standing import LiveStanding, NoStanding, SnapshotStanding


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveSettings:
    """How the chosen node is asked about at Bindings."""

    patience: timedelta
    """For all sources together; below the deadline of a request."""
    threads: int
    """Of the server, of which those who wait take few."""


class Vouching:
    """Knows of nodes, or of none where no verification service was configured.

    Args:
        connection: The API server.
        keepers: Keep the Snapshots fresh; started and stopped with this.
        records: Verifies tag records.
        live: How the chosen node is asked about; without it the Snapshots alone count.
        now: The clock.
        metrics: Where the Snapshot's age is shown.
    """

    def __init__(
        self,
        connection: Connection,
        keepers: Keepers | None,
        *,
        records: TagRecords,
        live: LiveSettings | None,
        now: Callable[[], datetime],
        metrics: CollectorRegistry,
    ) -> None:
        self.standing: NodeStanding = NoStanding()
        self.checks: Sequence[Check] = ()
        self._parts: Sequence[Startable] = ()
        self._live: LiveCheck | None = None
        if keepers is None:
            return
        known = identified_nodes(connection, records)
        self._parts = (known, keepers)
        self.standing = SnapshotStanding(nodes=known, snapshots=keepers, now=now)
        if live is not None:
            self._live = _live_check(keepers, live, now=now, metrics=metrics)
            self.standing = LiveStanding(nodes=known, snapshots=keepers, live=self._live, now=now)
        # An old Snapshot is no reason not to be ready: it holds up Bindings, and not admission.
        self.checks = (
            Check.of("nodes", known),
            Check(name="reports", problem=lambda: None, alive=keepers.alive, note=keepers.note),
        )
        show_age(keepers, now=now, metrics=metrics)

    def start(self) -> None:
        """Begin to list, watch and poll."""
        for part in self._parts:
            part.start()

    def stop(self) -> None:
        """Stop all threads."""
        if self._live is not None:
            self._live.stop()
        for part in self._parts:
            part.stop()


def _live_check(
    keepers: Keepers,
    settings: LiveSettings,
    *,
    now: Callable[[], datetime],
    metrics: CollectorRegistry,
) -> LiveCheck:
    shown = LiveMetrics(metrics)
    questions = {
        source: LiveQuestions(keeper, observe=shown.observe(source))
        for source, keeper in keepers.by_source().items()
    }
    return LiveCheck(
        questions,
        seats=Seats(threads=settings.threads),
        metrics=shown,
        now=now,
        patience=settings.patience,
    )
