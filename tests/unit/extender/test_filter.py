# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""``/filter``: names in, names out, a reason for each that is left out."""

from dataclasses import replace
from datetime import timedelta

import pytest

from extender.filter import Answer, Filter
from extender.standing import Standing
from extender.wire import parse_filter_call
from tests.simulators.cluster import SimulatedNamespaces, SimulatedObjects
from tests.simulators.snapshots import SimulatedSnapshots
from tests.unit.trust.builders import NODE, NOON, REPORT, identity, policy, snapshot
from trust.policy import TrustPolicy
from trust.report import Node

POD = {"metadata": {"name": "p", "namespace": "payments", "uid": "u"}, "spec": {"containers": []}}
BAD = replace(REPORT, identity=identity("m2"), trusted=False, asset_tags={}, failures=("PCR 7",))


class World:
    """A Filter and the neighbours that a test plays."""

    def __init__(self) -> None:
        names = ("m1", "m2", "m3")
        self.nodes: SimulatedObjects[Node] = SimulatedObjects(
            {name: replace(NODE, name=name) for name in names}
        )
        self.policies: SimulatedObjects[TrustPolicy] = SimulatedObjects({"payments": policy()})
        self.snapshots = SimulatedSnapshots(snapshot(REPORT, BAD))
        self.filter = Filter(
            policies=self.policies,
            namespaces=SimulatedNamespaces({"payments": {"team": "payments"}, "other": {}}),
            nodes=self.nodes,
            standing=Standing(nodes=self.nodes, snapshots=self.snapshots),
        )

    def ask(self, *names: str, seconds: int = 0, namespace: str = "payments") -> Answer:
        """Ask about names, some seconds after noon."""
        metadata = {"name": "p", "namespace": namespace, "uid": "u"}
        call = parse_filter_call({"Pod": {**POD, "metadata": metadata}, "NodeNames": list(names)})
        return self.filter.answer(call, now=NOON + timedelta(seconds=seconds))


@pytest.fixture
def world() -> World:
    return World()


def test_names_are_split_in_their_order(world: World) -> None:
    world.snapshots.current = snapshot(REPORT, BAD, replace(REPORT, identity=identity("m3")))
    answer = world.ask("m3", "m2", "m1")
    assert answer.result == {
        "Nodes": None,
        "NodeNames": ["m3", "m1"],
        "FailedNodes": {},
        "FailedAndUnresolvableNodes": {"m2": "untrusted: PCR 7"},
        "Error": "",
    }
    assert answer.codes == {"untrusted"}


def test_the_answer_is_always_a_subset_and_always_a_list(world: World) -> None:
    assert world.ask("m2").result["NodeNames"] == []
    assert world.ask().result["NodeNames"] == []
    assert "not known to Bondstone" in world.ask("m9").result["FailedAndUnresolvableNodes"]["m9"]


def test_a_pod_of_no_policy_may_go_anywhere(world: World) -> None:
    assert world.ask("m2", "m9", namespace="other").result["NodeNames"] == ["m2", "m9"]


@pytest.mark.parametrize("cache", ["policies", "nodes"])
def test_before_caches_are_synced_no_node_is_accepted(world: World, cache: str) -> None:
    getattr(world, cache).synced = False
    answer = world.ask("m1")
    assert answer.result["NodeNames"] == []
    assert answer.unknown
    assert "m1" in answer.result["FailedAndUnresolvableNodes"]


def test_a_namespace_that_cannot_be_looked_up_accepts_no_node(world: World) -> None:
    answer = world.ask("m1", namespace="nowhere")
    assert answer.result["NodeNames"] == []
    assert "connection refused" in answer.result["FailedAndUnresolvableNodes"]["m1"]
    assert answer.codes == {"namespace-unknown"}


def test_what_was_computed_is_used_again_until_something_changes(world: World) -> None:
    assert world.ask("m1").result["NodeNames"] == ["m1"]
    world.nodes.put("m1", replace(NODE, created_at=NOON))
    assert "created at" in world.ask("m1").result["FailedAndUnresolvableNodes"]["m1"]
    world.nodes.put("m1", NODE)
    assert world.ask("m1").result["NodeNames"] == ["m1"]
    world.snapshots.current = snapshot(replace(REPORT, trusted=False))
    assert world.ask("m1").result["NodeNames"] == []


def test_time_alone_takes_trust_away(world: World) -> None:
    assert world.ask("m1", seconds=29).result["NodeNames"] == ["m1"]
    late = world.ask("m1", seconds=30).result["FailedAndUnresolvableNodes"]["m1"]
    assert "has been silent since" in late


def test_a_clock_that_was_set_back_does_not_stretch_an_answer(world: World) -> None:
    world.snapshots.current = snapshot(replace(REPORT, attested_at=NOON))
    assert world.ask("m1", seconds=10).result["NodeNames"] == ["m1"]
    reason = world.ask("m1", seconds=-10).result["FailedAndUnresolvableNodes"]["m1"]
    assert "has not come yet" in reason


def test_policies_that_change_are_seen_at_once(world: World) -> None:
    world.policies.put("payments", policy(nodes={"trust": "Required", "assetTags": {"a": ["b"]}}))
    assert world.ask("m1").result["NodeNames"] == []


def test_many_needs_are_forgotten_again(world: World) -> None:
    for number in range(200):
        nodes = {"trust": "Required", "assetTags": {"a": [str(number)]}}
        world.policies.put("payments", policy(nodes=nodes))
        assert world.ask("m1").result["NodeNames"] == []
