# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""One round: who is written, what waits for what, and what a failed write stops."""

import pytest

from tests.unit.hub.rounds import World
from tests.unit.trust.builders import REPORT, snapshot
from trust.inventory import NodeIdentity
from trust.report import Identity, IdentityKind

M1 = {"/api/v1/nodes/m1/status", "/api/v1/nodes/m1"}
M2 = {"/api/v1/nodes/m2/status", "/api/v1/nodes/m2"}
NAMESPACE = {"/api/v1/namespaces/payments"}
STATUS = {"/apis/bondstone.dev/v1alpha1/trustpolicies/payments/status"}


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


def test_the_object_that_a_vouched_node_is_stands_in_its_identity(world: World) -> None:
    entry = NodeIdentity(name="m1", identities=(Identity(IdentityKind.EK_HASH, "ab"),), uid="u-i")
    world.nodes.entries["m1"] = entry
    path = "/apis/bondstone.dev/v1alpha1/nodeidentities/m1/status"
    assert path not in world.round(), "nobody vouches for it"
    world.snapshots.current = snapshot(REPORT)
    assert path in world.round()
