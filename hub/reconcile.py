# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""One round of the hub: Nodes, Namespaces, policies and waiting pods brought to what is known."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from prometheus_client import CollectorRegistry, Counter, Gauge

from cluster.errors import ClusterError
from hub.configuration_watch import ConfigurationWatch
from hub.identity_writer import IdentityWriter
from hub.namespace_writer import label_namespace
from hub.neighbours import InventoriedNodes, Objects, Snapshots, Writer
from hub.node_writer import NodeWriter
from hub.policy_standing import PolicyStanding
from hub.report_ages import ReportAges
from hub.waiting_pods import WaitingPods, World
from trust.namespace import Namespace
from trust.node_judge import NodeJudge
from trust.node_marks import ANY_TRUSTED_NODE, marks_of
from trust.observed_pod import ObservedPod
from trust.pod import Pod
from trust.policy_status import StoredPolicy

_LOG = logging.getLogger("hub")


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """What a round reads."""

    policies: Objects[StoredPolicy]
    namespaces: Objects[Namespace]
    nodes: InventoriedNodes
    pods: Objects[Pod]
    observed: Objects[ObservedPod]
    snapshots: Snapshots


class Reconciler:
    """Runs rounds; a write that fails is logged, counted and tried again in the next one.

    Args:
        inputs: What to read.
        writer: The API server.
        waiting: Pods that wait.
        identities: NodeIdentities, and the Node objects that they stand for.
        standing: Policies, and the pods that violate them.
        configurations: Our webhook configurations.
        now: The clock.
        metrics: Where to count.
    """

    def __init__(  # noqa: PLR0913  one for each kind of what it brings in order
        self,
        inputs: Inputs,
        *,
        writer: Writer,
        waiting: WaitingPods,
        identities: IdentityWriter,
        standing: PolicyStanding,
        configurations: ConfigurationWatch,
        now: Callable[[], datetime],
        metrics: CollectorRegistry,
    ) -> None:
        self._inputs = inputs
        self._writer = writer
        self._waiting = waiting
        self._identities = identities
        self._standing = standing
        self._configurations = configurations
        self._now = now
        self._node_writer = NodeWriter(writer, now=now)
        self._failures = Counter(
            "bondstone_hub_write_failures",
            "Writes that the API server refused.",
            ["kind"],
            registry=metrics,
        )
        ages = ReportAges(nodes=inputs.nodes, snapshots=inputs.snapshots, now=now)
        metrics.register(ages)
        self._nodes_by_status = Gauge(
            "bondstone_nodes", "Nodes by what is known of them.", ["trusted"], registry=metrics
        )

    def round(self) -> None:
        """Do what can be done with what has been read; kinds that have not synced wait."""
        inputs = self._inputs
        stored = tuple(inputs.policies.values().values())
        world = World(
            policies=tuple(each.policy for each in stored),
            namespaces=inputs.namespaces.values(),
            nodes=inputs.nodes.values(),
            sources=inputs.snapshots.sources(),
            now=self._now(),
        )
        if inputs.nodes.synced:
            self._mark_nodes(world)
        if inputs.policies.synced and inputs.namespaces.synced:
            for namespace in world.namespaces.values():
                with self._counted("namespace", namespace.name):
                    label_namespace(self._writer, namespace, world.policies)
        if all(kind.synced for kind in (inputs.policies, inputs.namespaces, inputs.nodes)):
            counted = partial(self._counted, "waiting-pod")
            self._waiting.look(inputs.pods.values().values(), world, counted)
            if inputs.observed.synced:
                audited = partial(self._counted, "audited-pod")
                self._standing.look(inputs.observed.values().values(), world, audited)
        self._configurations.look(partial(self._counted, "configuration"))
        if inputs.policies.synced:
            self._standing.write(stored, partial(self._counted, "policy"))

    def _mark_nodes(self, world: World) -> None:
        counts = {"True": 0, "False": 0, "Unknown": 0}
        inventory = self._inputs.nodes.inventory()
        self._identities.forget(inventory)
        self._node_writer.forget(world.nodes.keys())
        judge = NodeJudge(ANY_TRUSTED_NODE, world.sources, now=world.now, many=True)
        for node in world.nodes.values():
            marks = marks_of(node, judge, now=world.now)
            counts[marks.status] += 1
            with self._counted("node", node.name):
                if self._node_writer.write(node, marks):
                    _LOG.info(
                        "node marked",
                        extra={"node": node.name, "status": marks.status, "why": marks.message},
                    )
            entry = inventory.get(node.name)
            if entry is not None:
                with self._counted("node-identity", node.name):
                    self._identities.write(entry, node, vouched=marks.status == "True")
        for status, count in counts.items():
            self._nodes_by_status.labels(status.lower()).set(count)

    @contextmanager
    def _counted(self, kind: str, name: str) -> Iterator[None]:
        try:
            yield
        except ClusterError as exc:
            self._failures.labels(kind).inc()
            _LOG.warning("write failed", extra={"kind": kind, "object": name, "why": str(exc)})
