# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A Reconciler with everything around it simulated."""

from dataclasses import dataclass, field, replace

from prometheus_client import CollectorRegistry

from cluster.configurations import PLURALS
from hub.configuration_watch import Called, ConfigurationWatch
from hub.identity_writer import IdentityWriter
from hub.pod_audit import PodAudit
from hub.policy_standing import PolicyStanding
from hub.policy_writer import PolicyWriter
from hub.reconcile import Inputs, Reconciler
from hub.waiting_pods import WaitingPods
from tests.simulators.cluster import SimulatedObjects, SimulatedWriter
from tests.simulators.snapshots import SimulatedSnapshots
from tests.unit.hub.builders import PAYMENTS, POD, UNTRUSTED, Events, stored
from tests.unit.trust.builders import NODE, NOON, identity, snapshot
from trust.inventory import NodeIdentity
from trust.namespace import Namespace
from trust.observed_pod import ObservedPod
from trust.pod import Pod
from trust.policy_status import StoredPolicy
from trust.report import Node


@dataclass
class Nodes(SimulatedObjects[Node]):
    """Node objects, and what administrators say of them."""

    entries: dict[str, NodeIdentity] = field(default_factory=dict)

    def inventory(self) -> dict[str, NodeIdentity]:
        """Return it."""
        return self.entries


class World:
    """A Reconciler over two nodes, trusted and not, one namespace, one waiting pod."""

    def __init__(self) -> None:
        names = ("m1", "m2")
        self.policies: SimulatedObjects[StoredPolicy] = SimulatedObjects({"payments": stored()})
        self.namespaces: SimulatedObjects[Namespace] = SimulatedObjects({"payments": PAYMENTS})
        self.nodes = Nodes({name: replace(NODE, name=name) for name in names})
        self.pods: SimulatedObjects[Pod] = SimulatedObjects({"payments/p": POD})
        self.observed: SimulatedObjects[ObservedPod] = SimulatedObjects()
        bad = [replace(UNTRUSTED, identity=identity(name)) for name in names]
        self.snapshots = SimulatedSnapshots(snapshot(*bad))
        self.writer, self.events, self.metrics = SimulatedWriter(), Events(), CollectorRegistry()
        self._reconciler = Reconciler(
            Inputs(
                policies=self.policies,
                namespaces=self.namespaces,
                nodes=self.nodes,
                pods=self.pods,
                observed=self.observed,
                snapshots=self.snapshots,
            ),
            writer=self.writer,
            waiting=WaitingPods(self.writer, self.events),
            identities=IdentityWriter(self.writer, self.events),
            standing=PolicyStanding(
                PolicyWriter(self.writer, self.events, now=lambda: NOON),
                PodAudit(self.events, self.metrics),
                scheduler_name="bondstone-scheduler",
            ),
            configurations=ConfigurationWatch(
                {kind: SimulatedObjects(synced=False) for kind in PLURALS},
                called=Called(),
                record=self.events,
                metrics=self.metrics,
            ),
            now=lambda: NOON,
            metrics=self.metrics,
        )

    def round(self) -> set[str]:
        """Do one round, and return the paths that were applied in it."""
        before = len(self.writer.applied)
        self._reconciler.round()
        return {path for path, _ in self.writer.applied[before:]}

    def count(self, name: str, **labels: str) -> float | None:
        """Return a metric."""
        return self.metrics.get_sample_value(name, labels)
