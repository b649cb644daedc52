# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The extender put together: the one place that knows all its parts."""

from collections.abc import Callable, Sequence
from datetime import datetime

from flask import Blueprint
from prometheus_client import CollectorRegistry

from attestation.age import show_age
from attestation.keepers import Keepers
from cluster.connection import Connection
from cluster.identified import TagRecords
from cluster.live import identified_nodes, namespaces, policies
from cluster.namespaces import NamespaceLookup
from extender.judging import Judge
from extender.renewal import Renewal
from extender.routes import blueprint
from extender.standing import Standing
from serving.component import Check


class Extender:
    """Caches, Snapshot and routes of one extender process.

    Args:
        connection: The API server.
        keepers: Keep the Snapshots fresh; started and stopped with the extender.
        records: Verifies tag records.
        now: The clock.
        metrics: Where to count.
    """

    def __init__(
        self,
        *,
        connection: Connection,
        keepers: Keepers,
        records: TagRecords,
        now: Callable[[], datetime],
        metrics: CollectorRegistry,
    ) -> None:
        self._keepers = keepers
        self._policies = policies(connection)
        self._nodes = identified_nodes(connection, records)
        self._namespaces = namespaces(connection)
        standing = Standing(nodes=self._nodes, snapshots=keepers)
        self._renewal = Renewal(standing.renew, now=now)
        judge = Judge(
            policies=self._policies,
            namespaces=NamespaceLookup(self._namespaces, connection),
            nodes=self._nodes,
            standing=standing,
        )
        self.blueprint: Blueprint = blueprint(judge, now=now, registry=metrics)
        self.checks: Sequence[Check] = (
            Check.of("policies", self._policies),
            Check.of("nodes", self._nodes),
            Check(
                name="namespaces", problem=self._namespaces.problem, alive=self._namespaces.alive
            ),
            Check.of("reports", keepers, note=keepers.note),
            Check.of("renewal", self._renewal),
        )
        show_age(keepers, now=now, metrics=metrics)

    def start(self) -> None:
        """Begin to list, watch and poll."""
        for part in (self._policies, self._nodes, self._namespaces, self._keepers, self._renewal):
            part.start()

    def stop(self) -> None:
        """Stop all threads."""
        for part in (self._renewal, self._keepers, self._namespaces, self._nodes, self._policies):
            part.stop()
