# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""One round: who is written, what waits for what, and what a failed write stops."""

from dataclasses import replace

import pytest
from prometheus_client import CollectorRegistry

from cluster.configurations import PLURALS
from hub.configuration_watch import Called, ConfigurationWatch
from hub.pod_audit import PodAudit
from hub.policy_standing import PolicyStanding
from hub.policy_writer import PolicyWriter
from hub.reconcile import Inputs, Reconciler
from hub.waiting_pods import WaitingPods
from tests.simulators.cluster import SimulatedObjects, SimulatedWriter
from tests.simulators.snapshots import SimulatedSnapshots
from tests.unit.hub.builders import PAYMENTS, POD, UNTRUSTED, Events, stored
from tests.unit.trust.builders import NODE, NOON, REPORT, identity, snapshot
from trust.namespace import Namespace
from trust.observed_pod import ObservedPod
from trust.pod import Pod
from trust.policy_status import StoredPolicy
from trust.report import Node

M1 = {"/api/v1/nodes/m1/status", "/api/v1/nodes/m1"}
M2 = {"/api/v1/nodes/m2/status", "/api/v1/nodes/m2"}
NAMESPACE = {"/api/v1/namespaces/payments"}
STATUS = {"/apis/bondstone.dev/v1alpha1/trustpolicies/payments/status"}


class World:
    """A Reconciler over two nodes, trusted and not, one namespace, one waiting pod."""

    def __init__(self) -> None:
        names = ("m1", "m2")
        self.policies: SimulatedObjects[StoredPolicy] = SimulatedObjects({"payments": stored()})
        self.namespaces: SimulatedObjects[Namespace] = SimulatedObjects({"payments": PAYMENTS})
        self.nodes: SimulatedObjects[Node] = SimulatedObjects(
            {name: replace(NODE, name=name) for name in names}
        )
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


@pytest.fixture
def world() -> World:
    return World()


def test_a_round_marks_nodes_labels_namespaces_and_tells_pods(world: World) -> None:
    assert world.round() == M1 | M2 | NAMESPACE | STATUS
    assert len(world.events.messages) == 1


@pytest.mark.parametrize(
    ("kind", "written", "told"),
    [
        ("policies", M1 | M2, 0),
        ("namespaces", M1 | M2 | STATUS, 0),
        ("nodes", NAMESPACE | STATUS, 0),
        ("pods", M1 | M2 | NAMESPACE | STATUS, 1),
        ("observed", M1 | M2 | NAMESPACE | STATUS, 1),
    ],
)
def test_what_has_not_synced_holds_up_only_what_needs_it(
    world: World, kind: str, written: set[str], told: int
) -> None:
    getattr(world, kind).synced = False
    assert world.round() == written
    assert len(world.events.messages) == told


@pytest.mark.parametrize(
    ("refused", "written", "kind"),
    [
        ("nodes/m1", M2 | NAMESPACE | STATUS, "node"),
        ("namespaces", M1 | M2 | STATUS, "namespace"),
        ("trustpolicies", M1 | M2 | NAMESPACE, "policy"),
    ],
)
def test_a_write_that_fails_is_counted_and_stops_nothing_else(
    world: World, refused: str, written: set[str], kind: str
) -> None:
    world.writer.refused = refused
    assert world.round() == written
    assert len(world.events.messages) == 1
    assert world.count("bondstone_hub_write_failures_total", kind=kind) == 1


def test_a_write_that_failed_is_tried_again_in_the_next_round(world: World) -> None:
    world.writer.refused = "nodes/m1"
    world.round()
    world.writer.refused = ""
    assert world.round() >= M1


def test_nodes_are_counted_by_what_is_known_of_them(world: World) -> None:
    world.snapshots.current = snapshot(REPORT)
    world.round()
    counted = {
        status: world.count("bondstone_nodes", trusted=status)
        for status in ("true", "false", "unknown")
    }
    assert counted == {"true": 1, "false": 0, "unknown": 1}
    world.snapshots.current = snapshot(fetched_at=None)
    world.round()
    assert world.count("bondstone_nodes", trusted="true") == 0
    assert world.count("bondstone_nodes", trusted="unknown") == 2


def test_an_empty_cluster_is_a_round_too(world: World) -> None:
    for kind in (world.policies, world.namespaces, world.nodes, world.pods):
        kind.objects.clear()
    assert world.round() == set()
    assert world.count("bondstone_nodes", trusted="true") == 0
