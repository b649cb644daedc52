# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Extender calls that a real scheduler sent, as ``make assets`` has recorded them."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from extender.judging import Judge, Judged
from extender.preemption_wire import parse_preemption_call, preemption_result
from extender.standing import Standing
from extender.wire import FilterCall, filter_result, parse_filter_call
from tests.simulators.cluster import SimulatedNamespaces, SimulatedObjects
from tests.simulators.snapshots import SimulatedSnapshots
from tests.unit.extender.builders import codes_of
from tests.unit.trust.builders import (
    NODE,
    NOON,
    REPORT,
    identity,
    policy,
    snapshot,
    with_requirements,
)
from trust.need import Need
from trust.node_requirement import node_requirements
from trust.pod import read_pod
from trust.report import Report

ASSETS = Path(__file__).parent.parent.parent / "assets"
FOLDER = ASSETS / "extender"
FEW = ("m1", "m2")
EVEN = tuple(f"n{number:02}" for number in range(0, 40, 2))
ODD = tuple(f"n{number:02}" for number in range(1, 40, 2))
EXPECTED = {
    "filter": ("scheduled", FEW),
    "filter-many": ("many", tuple(sorted((*FEW, *EVEN, *ODD)))),
    "filter-protected": ("protected", EVEN),
    "filter-whole": ("whole", FEW),
}
"""Name of the pod, and the nodes that were asked about."""


def recorded(name: str) -> dict[str, Any]:
    body: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text())
    return body


def call(name: str) -> FilterCall:
    return parse_filter_call(recorded(name))


def report(node: str, **changes: object) -> Report:
    return replace(REPORT, identity=identity(node), **changes)  # type: ignore[arg-type]


def decide(name: str, *reports: Report, protected: bool = True) -> Judged:
    """Answer a recorded call in a cluster of which these Reports are known."""
    known = (*FEW, *EVEN, *ODD)
    nodes = SimulatedObjects({node: replace(NODE, name=node) for node in known})
    snapshots = SimulatedSnapshots(snapshot(*reports))
    labels = {"team": "payments"} if protected else {}
    judge = Judge(
        policies=SimulatedObjects({"payments": policy()}),
        namespaces=SimulatedNamespaces({"default": labels}),
        nodes=nodes,
        standing=Standing(nodes=nodes, snapshots=snapshots),
    )
    asked = call(name)
    return judge.judge(asked.candidate, asked.node_names, now=NOON)


def test_every_recording_is_expected_and_none_is_missing() -> None:
    assert {path.stem for path in FOLDER.glob("*.json")} == EXPECTED.keys()


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_recorded_filter_call_is_read(name: str) -> None:
    assert recorded(name).keys() == {"Pod", "Nodes", "NodeNames"}
    read, (expected, nodes) = call(name), EXPECTED[name]
    assert (read.candidate.namespace, tuple(read.node_names)) == ("default", nodes)
    pod = read_pod(read.candidate.pod, namespace=read.candidate.namespace)
    assert (pod.name, pod.scheduler_name, pod.node_name) == (expected, "bondstone-scheduler", "")


def test_the_recorded_affinity_is_the_one_that_mutate_writes() -> None:
    spec = recorded("filter-protected")["Pod"]["spec"]
    need = Need(trust_required=True, asset_tags={"region": frozenset({"EU"})})
    bare = {key: value for key, value in spec.items() if key != "affinity"}
    assert with_requirements(bare, node_requirements(need)) == spec


def test_a_recorded_call_is_split_with_a_reason_for_each_node() -> None:
    judged = decide("filter", report("m2"))
    assert judged.accepted == ["m2"]
    assert judged.reasons == {"m1": 'never attested: verification service "lab" has no report'}
    assert (judged.pod, judged.policies) == ("scheduled", ("payments",))
    assert codes_of(judged) == {"never-attested"}


def test_a_recorded_pod_of_no_policy_may_go_anywhere() -> None:
    judged = decide("filter-many", protected=False)
    assert tuple(judged.accepted) == EXPECTED["filter-many"][1]
    assert judged.reasons == {}


def test_a_recorded_call_for_many_nodes_is_split_by_what_is_attested() -> None:
    even = [report(node) for node in EVEN]
    odd = [report(node, asset_tags={"region": "US"}) for node in ODD]
    judged = decide("filter-many", *even, *odd)
    assert tuple(judged.accepted) == EVEN
    differ = "asset tags differ: region is US, needed is EU"
    refused = judged.reasons
    assert refused.keys() == {*ODD, *FEW}
    assert {refused[node] for node in ODD} == {differ}


def test_labels_that_let_a_recorded_pod_through_are_not_believed() -> None:
    bad = [report(node, trusted=False, failures=("PCR 7",)) for node in EVEN[1:]]
    judged = decide("filter-protected", report(EVEN[0]), *bad)
    assert judged.accepted == [EVEN[0]]
    assert judged.reasons == dict.fromkeys(EVEN[1:], "untrusted: PCR 7")


def test_recorded_node_objects_go_back_untouched_and_their_labels_decide_nothing() -> None:
    body = recorded("filter-whole")
    first, second = body["Nodes"]["items"]
    second["metadata"]["labels"]["bondstone.node-restriction.kubernetes.io/trusted"] = "true"
    asked, judged = parse_filter_call(body), decide("filter-whole", report("m1"))
    result = filter_result(asked, accepted=judged.accepted, refused=judged.reasons)
    assert result["Nodes"] == {"metadata": {}, "items": [first]}
    assert result["NodeNames"] is None
    assert result["FailedAndUnresolvableNodes"].keys() == {"m2"}


@pytest.mark.parametrize("name", ["preempt", "preempt-whole"])
def test_a_recorded_preemption_is_answered_by_the_uids_of_its_victims(name: str) -> None:
    body = json.loads((ASSETS / "preemption" / f"{name}.json").read_text())
    asked = parse_preemption_call(body)
    assert (asked.candidate.namespace, list(asked.victims)) == ("default", ["m1"])
    expected = {"m1": {"Pods": [{"UID": "uid"}], "NumPDBViolations": 0}}
    assert preemption_result(asked, places=["m1"]) == {"NodeNameToMetaVictims": expected}
