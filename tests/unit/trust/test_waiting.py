# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Why a pod waits."""

from dataclasses import replace

from tests.unit.trust.builders import NODE, NOON, REPORT, identity, policy, sources
from trust.asked import need_of_policy
from trust.need import Need
from trust.report import Node, Report
from trust.waiting import appraise_for, explain

NEED = need_of_policy(policy())


def node(name: str) -> Node:
    return replace(NODE, name=name)


def explained(need: Need, nodes: list[Node], *reports: Report) -> str:
    appraisal = appraise_for(need, nodes, sources(*reports), now=NOON)
    assert appraisal is not None
    return explain(need, appraisal)


def test_nodes_with_the_same_reason_stand_together() -> None:
    us = replace(REPORT, identity=identity("us"), asset_tags={"region": "US"})
    text = explained(NEED, [node("us"), node("b"), node("a")], us)
    assert text == (
        'TrustPolicy "payments": none of 3 nodes may take this pod: '
        'a, b: never attested: verification service "lab" has no report; '
        "us: asset tags differ: region is US, needed is EU"
    )


def test_many_nodes_are_counted_and_the_text_is_bounded() -> None:
    text = explained(NEED, [node(f"n{number:03}") for number in range(40)])
    assert "n000, n001, n002, n003, n004 and 35 more: never attested" in text
    reports = [
        replace(REPORT, identity=identity(f"n{n}"), trusted=False, failures=(f"PCR {n} ä",))
        for n in range(80)
    ]
    long = explained(NEED, [node(f"n{n}") for n in range(80)], *reports)
    assert len(long.encode()) <= 1000
    assert long.endswith("…")


def test_a_cluster_without_nodes_and_a_pods_own_tags_are_named() -> None:
    assert explained(NEED, []) == 'TrustPolicy "payments": the cluster has no node'
    own = Need(trust_required=True)
    assert explained(own, [node("a")]).startswith("the pod's own tags: none of 1 nodes")


def test_a_pod_whose_node_is_not_ours_to_choose_is_left_alone() -> None:
    assert appraise_for(Need(), [NODE], sources(), now=NOON) is None
