# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The extender put together: the one place that knows all its parts."""

from collections.abc import Callable, Sequence
from datetime import datetime

from flask import Blueprint
from prometheus_client import CollectorRegistry

from attestation.age import show_age
from attestation.keeper import SnapshotKeeper
from cluster.connection import Connection
from cluster.live import namespaces, nodes, policies
from cluster.namespaces import NamespaceLookup
from extender.filter import Filter
from extender.routes import blueprint
from extender.standing import Standing
from serving.component import Check


class Extender:
    """Caches, Snapshot and route of one extender process.

    Args:
        connection: The API server.
        keeper: Keeps the Snapshot fresh; started and stopped with the extender.
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
        self._keeper = keeper
        self._policies = policies(connection)
        self._nodes = nodes(connection)
        self._namespaces = namespaces(connection)
        standing = Standing(nodes=self._nodes, snapshots=keeper)
        filtering = Filter(
            policies=self._policies,
            namespaces=NamespaceLookup(self._namespaces, connection),
            nodes=self._nodes,
            standing=standing,
        )
        self.blueprint: Blueprint = blueprint(filtering, now=now, registry=metrics)
        self.checks: Sequence[Check] = (
            Check.of("policies", self._policies),
            Check.of("nodes", self._nodes),
            Check(
                name="namespaces", problem=self._namespaces.problem, alive=self._namespaces.alive
            ),
            Check.of("reports", keeper),
        )
        show_age(keeper, now=now, metrics=metrics)

    def start(self) -> None:
        """Begin to list, watch and poll."""
        for part in (self._policies, self._nodes, self._namespaces, self._keeper):
            part.start()

    def stop(self) -> None:
        """Stop all threads."""
        for part in (self._keeper, self._namespaces, self._nodes, self._policies):
            part.stop()
