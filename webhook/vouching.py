# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What the webhook keeps to know of nodes: a verification service's Snapshot and Node objects."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

from prometheus_client import CollectorRegistry

from attestation.age import show_age
from attestation.keepers import Keepers
from cluster.connection import Connection
from cluster.identified import TagRecords
from cluster.live import identified_nodes
from serving.component import Check
from webhook.neighbours import NodeStanding
from webhook.standing import NoStanding, SnapshotStanding


class _Part(Protocol):
    def start(self) -> None: ...
    def stop(self) -> None: ...


class Vouching:
    """Knows of nodes, or of none where no verification service was configured.

    Args:
        connection: The API server.
        keepers: Keep the Snapshots fresh; started and stopped with this.
        records: Verifies tag records.
        now: The clock.
        metrics: Where the Snapshot's age is shown.
    """

    def __init__(
        self,
        connection: Connection,
        keepers: Keepers | None,
        *,
        records: TagRecords,
        now: Callable[[], datetime],
        metrics: CollectorRegistry,
    ) -> None:
        self.standing: NodeStanding = NoStanding()
        self.checks: Sequence[Check] = ()
        self._parts: Sequence[_Part] = ()
        if keepers is None:
            return
        known = identified_nodes(connection, records)
        self._parts = (known, keepers)
        self.standing = SnapshotStanding(nodes=known, snapshots=keepers, now=now)
        # An old Snapshot is no reason not to be ready: it holds up Bindings, and not admission.
        self.checks = (
            Check.of("nodes", known),
            Check(name="reports", problem=lambda: None, alive=keepers.alive),
        )
        show_age(keepers, now=now, metrics=metrics)

    def start(self) -> None:
        """Begin to list, watch and poll."""
        for part in self._parts:
            part.start()

    def stop(self) -> None:
        """Stop all threads."""
        for part in self._parts:
            part.stop()
