# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The hub put together: caches, Snapshot, and the thread that runs rounds."""

import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from prometheus_client import CollectorRegistry

from attestation.keepers import Keepers
from cluster.cache import Cache
from cluster.configurations import PLURALS, Configuration, configurations
from cluster.connection import Connection
from cluster.events import EventRecorder
from cluster.identified import TagRecords
from cluster.live import (
    identified_nodes,
    namespaces,
    observed_pods,
    stored_policies,
    waiting_pods,
)
from hub.configuration_restorer import ConfigurationRestorer
from hub.configuration_watch import Called, ConfigurationWatch
from hub.hint_endpoint import HintEndpoint
from hub.identity_writer import IdentityWriter
from hub.neighbours import Inventory, Leadership, Writer
from hub.pod_audit import PodAudit
from hub.policy_standing import PolicyStanding
from hub.policy_writer import PolicyWriter
from hub.reconcile import Inputs, Reconciler
from hub.right_bundles import RightBundles
from hub.waiting_pods import WaitingPods
from serving.component import Check, Part, Startable

ROUND = timedelta(milliseconds=500)
"""Between two rounds: Reports expire by the clock alone, and a waiting pod should not notice."""


class Hub:
    """Everything of one hub process but its health port.

    Args:
        connection: The API server.
        keepers: Keep the Snapshots fresh; started and stopped with the hub.
        records: Verifies tag records.
        hints: Opens the endpoint for hints, None where there is none.
        called: How the API server is expected to call the webhook.
        scheduler_name: The scheduler that asks our extender.
        leadership: Who of several hubs writes; None where there is one.
        now: The clock.
        metrics: Where to count.
    """

    def __init__(  # noqa: PLR0913  what it is told of the world
        self,
        *,
        connection: Connection,
        keepers: Keepers,
        records: TagRecords,
        hints: Callable[[Inventory, Writer], HintEndpoint] | None,
        called: Called,
        scheduler_name: str,
        leadership: Leadership | None,
        now: Callable[[], datetime],
        metrics: CollectorRegistry,
    ) -> None:
        self._stopped = threading.Event()
        self._leadership = leadership
        nodes = identified_nodes(connection, records)
        known = stored_policies(connection), namespaces(connection), nodes
        pods, observed = waiting_pods(connection), observed_pods(connection)
        inputs = Inputs(
            policies=known[0],
            namespaces=known[1],
            nodes=known[2],
            pods=pods,
            observed=observed,
            snapshots=keepers,
        )
        kinds = {kind: configurations(connection, kind) for kind in PLURALS}
        hinted = () if hints is None else (hints(nodes, connection),)
        watched = (*known, pods, observed)
        self._parts: Sequence[Startable] = (*watched, *kinds.values(), keepers, *hinted)
        record = EventRecorder(connection, component="bondstone-hub")
        self._reconciler = Reconciler(
            inputs,
            writer=connection,
            waiting=WaitingPods(connection, record),
            identities=IdentityWriter(connection, record),
            standing=PolicyStanding(
                PolicyWriter(connection, record, now=now),
                PodAudit(record, metrics),
                scheduler_name=scheduler_name,
            ),
            configurations=_watch_of(kinds, connection, record, called, now, metrics),
            now=now,
            metrics=metrics,
        )
        self._thread = threading.Thread(target=self._run, name="hub", daemon=True)
        names = ("policies", "namespaces", "nodes", "pods", "observed-pods", "hints")
        checked: Sequence[Part] = (*watched, *hinted)
        self.checks: Sequence[Check] = (
            *map(Check.of, names, checked),
            Check.of("reports", keepers, note=keepers.note),
            Check(name="rounds", problem=self._problem, alive=self._alive),
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
        if self._leadership is not None:
            self._leadership.release()
        for part in reversed(self._parts):
            part.stop()

    def _run(self) -> None:
        while not self._stopped.wait(ROUND.total_seconds()):
            # Two that write what each has polled would take turns at labels between two polls.
            if self._leadership is None or self._leadership.hold():
                self._reconciler.round()

    def _alive(self) -> bool:
        return self._thread.ident is None or self._thread.is_alive()

    def _problem(self) -> str | None:
        return None if self._thread.is_alive() else "the thread that runs rounds is gone"


def _watch_of(
    kinds: Mapping[str, Cache[Configuration]],
    connection: Connection,
    record: EventRecorder,
    called: Called,
    now: Callable[[], datetime],
    metrics: CollectorRegistry,
) -> ConfigurationWatch:
    """Return what watches our configurations, and puts them back where that was asked for."""
    restorer = None
    if called.restore:
        right = RightBundles(called.ca, now=now)
        restorer = ConfigurationRestorer(
            connection, right=right, record=record, now=now, metrics=metrics
        )
    return ConfigurationWatch(
        kinds, called=called, record=record, restorer=restorer, metrics=metrics
    )
