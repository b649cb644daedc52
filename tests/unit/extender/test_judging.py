# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Names in, those that may take the pod out, and a reason for each that is left out."""

from dataclasses import replace
from datetime import timedelta

import pytest

from extender.arguments import Candidate
from extender.judging import Judge, Judged
from extender.standing import Standing
from tests.simulators.cluster import SimulatedNamespaces, SimulatedObjects
from tests.simulators.snapshots import SimulatedSnapshots
from tests.unit.extender.builders import codes_of
from tests.unit.trust.builders import NODE, NOON, REPORT, identity, policy, snapshot
from trust.policy import TrustPolicy
from trust.report import Node

BAD = replace(REPORT, identity=identity("m2"), trusted=False, asset_tags={}, failures=("PCR 7",))


class World:
    """A Judge and the neighbours that a test plays."""

    def __init__(self) -> None:
        names = ("m1", "m2", "m3")
        self.nodes: SimulatedObjects[Node] = SimulatedObjects(
            {name: replace(NODE, name=name) for name in names}
        )
        self.policies: SimulatedObjects[TrustPolicy] = SimulatedObjects({"payments": policy()})
        self.snapshots = SimulatedSnapshots(snapshot(REPORT, BAD))
        self.judge = Judge(
            policies=self.policies,
            namespaces=SimulatedNamespaces({"payments": {"team": "payments"}, "other": {}}),
            nodes=self.nodes,
            standing=Standing(nodes=self.nodes, snapshots=self.snapshots),
        )

    def ask(
        self, *names: str, seconds: int = 0, namespace: str = "payments", message: str = ""
    ) -> Judged:
        """Ask about names, some seconds after noon, for a pod that failed with a message."""
        metadata = {"name": "p", "namespace": namespace, "uid": "u"}
        failed = {"type": "PodScheduled", "status": "False", "reason": "SchedulerError"}
        status = {"conditions": [{**failed, "message": message}]}
        document = {"metadata": metadata, "spec": {}, "status": status}
        candidate = Candidate(namespace=namespace, pod=document)
        return self.judge.judge(candidate, names, now=NOON + timedelta(seconds=seconds))


@pytest.fixture
def world() -> World:
    return World()


def test_names_are_split_in_their_order(world: World) -> None:
    world.snapshots.current = snapshot(REPORT, BAD, replace(REPORT, identity=identity("m3")))
    judged = world.ask("m3", "m2", "m1")
    assert judged.accepted == ["m3", "m1"]
    assert judged.reasons == {"m2": "untrusted: PCR 7"}
    assert codes_of(judged) == {"untrusted"}
    assert (judged.pod, judged.policies) == ("p", ("payments",))


REFUSED = (
    'running Bind plugin "DefaultBinder": admission webhook "protected.validate.bondstone.dev" '
    'denied the request: TrustPolicy "payments" could not be evaluated, so the binding is not '
    'admitted: node "m1": source "lab" did not say within 1s whether it vouches for the node'
)


def test_a_node_that_was_just_refused_at_the_binding_is_left_out_if_another_would_do(
    world: World,
) -> None:
    world.snapshots.current = snapshot(REPORT, BAD, replace(REPORT, identity=identity("m3")))
    judged = world.ask("m1", "m2", "m3", message=REFUSED)
    assert judged.accepted == ["m3"]
    assert judged.reasons == {
        "m1": "the last binding of this pod to this node was refused",
        "m2": "untrusted: PCR 7",
    }
    assert codes_of(judged) == {"binding-just-refused", "untrusted"}


def test_the_only_node_is_tried_again(world: World) -> None:
    assert world.ask("m1", "m2", message=REFUSED).accepted == ["m1"]


def test_the_answer_is_always_a_subset_and_always_a_list(world: World) -> None:
    assert world.ask("m2").accepted == []
    assert world.ask().accepted == []
    assert "not known to Bondstone" in world.ask("m9").reasons["m9"]


def test_a_pod_of_no_policy_may_go_anywhere(world: World) -> None:
    assert world.ask("m2", "m9", namespace="other").accepted == ["m2", "m9"]


@pytest.mark.parametrize("cache", ["policies", "nodes"])
def test_before_caches_are_synced_no_node_is_accepted(world: World, cache: str) -> None:
    getattr(world, cache).synced = False
    judged = world.ask("m1")
    assert judged.accepted == []
    assert judged.unknown
    assert "m1" in judged.reasons


def test_a_namespace_that_cannot_be_looked_up_accepts_no_node(world: World) -> None:
    judged = world.ask("m1", namespace="nowhere")
    assert judged.accepted == []
    assert "connection refused" in judged.reasons["m1"]
    assert codes_of(judged) == {"namespace-unknown"}


def test_what_was_computed_is_used_again_until_something_changes(world: World) -> None:
    assert world.ask("m1").accepted == ["m1"]
    world.nodes.put("m1", replace(NODE, created_at=NOON))
    assert "created at" in world.ask("m1").reasons["m1"]
    world.nodes.put("m1", NODE)
    assert world.ask("m1").accepted == ["m1"]
    world.snapshots.current = snapshot(replace(REPORT, trusted=False))
    assert world.ask("m1").accepted == []


def test_a_silent_service_is_unknown_and_no_denial(world: World) -> None:
    assert not world.ask("m1", "m2", seconds=29).unknown
    assert not world.ask("m2", seconds=29).unknown
    assert world.ask("m1", "m2", "m9", seconds=30).unknown
    assert not world.ask().unknown


def test_time_alone_takes_trust_away(world: World) -> None:
    assert world.ask("m1", seconds=29).accepted == ["m1"]
    late = world.ask("m1", seconds=30).reasons["m1"]
    assert "has been silent since" in late


def test_a_clock_that_was_set_back_does_not_stretch_an_answer(world: World) -> None:
    world.snapshots.current = snapshot(replace(REPORT, attested_at=NOON))
    assert world.ask("m1", seconds=10).accepted == ["m1"]
    reason = world.ask("m1", seconds=-10).reasons["m1"]
    assert "and our clock says" in reason


def test_policies_that_change_are_seen_at_once(world: World) -> None:
    world.policies.put("payments", policy(nodes={"trust": "Required", "assetTags": {"a": ["b"]}}))
    assert world.ask("m1").accepted == []


def test_many_needs_are_forgotten_again(world: World) -> None:
    for number in range(200):
        nodes = {"trust": "Required", "assetTags": {"a": [str(number)]}}
        world.policies.put("payments", policy(nodes=nodes))
        assert world.ask("m1").accepted == []
