# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Extender calls that a real scheduler sent, as ``make assets`` has recorded them."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from extender.filter import Answer, Filter
from extender.standing import Standing
from extender.wire import FilterCall, parse_filter_call
from tests.simulators.cluster import SimulatedNamespaces, SimulatedObjects
from tests.simulators.snapshots import SimulatedSnapshots
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

FOLDER = Path(__file__).parent.parent.parent / "assets" / "extender"
FEW = ("m1", "m2")
EVEN = tuple(f"n{number:02}" for number in range(0, 40, 2))
ODD = tuple(f"n{number:02}" for number in range(1, 40, 2))
EXPECTED = {
    "filter": ("scheduled", FEW),
    "filter-many": ("many", tuple(sorted((*FEW, *EVEN, *ODD)))),
    "filter-protected": ("protected", EVEN),
}
"""Name of the pod, and the nodes that were asked about."""


def recorded(name: str) -> dict[str, Any]:
    body: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text())
    return body


def call(name: str) -> FilterCall:
    return parse_filter_call(recorded(name))


def report(node: str, **changes: object) -> Report:
    return replace(REPORT, identity=identity(node), **changes)  # type: ignore[arg-type]


def decide(name: str, *reports: Report, protected: bool = True) -> Answer:
    """Answer a recorded call in a cluster of which these Reports are known."""
    known = (*FEW, *EVEN, *ODD)
    nodes = SimulatedObjects({node: replace(NODE, name=node) for node in known})
    snapshots = SimulatedSnapshots(snapshot(*reports))
    labels = {"team": "payments"} if protected else {}
    filtering = Filter(
        policies=SimulatedObjects({"payments": policy()}),
        namespaces=SimulatedNamespaces({"default": labels}),
        nodes=nodes,
        standing=Standing(nodes=nodes, snapshots=snapshots),
    )
    return filtering.answer(call(name), now=NOON)


def test_every_recording_is_expected_and_none_is_missing() -> None:
    assert {path.stem for path in FOLDER.glob("*.json")} == EXPECTED.keys()


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_recorded_filter_call_is_read(name: str) -> None:
    assert recorded(name).keys() == {"Pod", "Nodes", "NodeNames"}
    read, (expected, nodes) = call(name), EXPECTED[name]
    assert (read.namespace, tuple(read.node_names)) == ("default", nodes)
    pod = read_pod(read.pod, namespace=read.namespace)
    assert (pod.name, pod.scheduler_name, pod.node_name) == (expected, "bondstone-scheduler", "")


def test_the_recorded_affinity_is_the_one_that_mutate_writes() -> None:
    spec = recorded("filter-protected")["Pod"]["spec"]
    need = Need(trust_required=True, asset_tags={"region": frozenset({"EU"})})
    bare = {key: value for key, value in spec.items() if key != "affinity"}
    assert with_requirements(bare, node_requirements(need)) == spec


def test_a_recorded_call_is_split_with_a_reason_for_each_node() -> None:
    answer = decide("filter", report("m2"))
    assert answer.result == {
        "Nodes": None,
        "NodeNames": ["m2"],
        "FailedNodes": {},
        "FailedAndUnresolvableNodes": {
            "m1": 'never attested: verification service "lab" has no report'
        },
        "Error": "",
    }
    assert (answer.pod, answer.policies) == ("scheduled", ("payments",))
    assert answer.codes == {"never-attested"}


def test_a_recorded_pod_of_no_policy_may_go_anywhere() -> None:
    result = decide("filter-many", protected=False).result
    assert tuple(result["NodeNames"]) == EXPECTED["filter-many"][1]
    assert result["FailedAndUnresolvableNodes"] == {}


def test_a_recorded_call_for_many_nodes_is_split_by_what_is_attested() -> None:
    even = [report(node) for node in EVEN]
    odd = [report(node, asset_tags={"region": "US"}) for node in ODD]
    result = decide("filter-many", *even, *odd).result
    assert tuple(result["NodeNames"]) == EVEN
    differ = "asset tags differ: region is US, needed is EU"
    refused = result["FailedAndUnresolvableNodes"]
    assert refused.keys() == {*ODD, *FEW}
    assert {refused[node] for node in ODD} == {differ}


def test_labels_that_let_a_recorded_pod_through_are_not_believed() -> None:
    bad = [report(node, trusted=False, failures=("PCR 7",)) for node in EVEN[1:]]
    result = decide("filter-protected", report(EVEN[0]), *bad).result
    assert result["NodeNames"] == [EVEN[0]]
    assert result["FailedAndUnresolvableNodes"] == dict.fromkeys(EVEN[1:], "untrusted: PCR 7")
