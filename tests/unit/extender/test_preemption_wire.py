# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Preemption calls on the wire: what is read, what is refused, what is written."""

from typing import Any

import pytest

from extender.errors import ArgumentsError
from extender.preemption_wire import parse_preemption_call, preemption_result

POD: dict[str, Any] = {"metadata": {"name": "p", "namespace": "payments"}, "spec": {}}
META = {
    "m1": {"Pods": [{"UID": "a"}, {"UID": "b"}], "NumPDBViolations": 1},
    "m2": {"Pods": [{"UID": "c"}], "NumPDBViolations": 0},
}
WHOLE = {
    "m1": {"Pods": [{"metadata": {"uid": "a"}}, {"metadata": {"uid": "b"}}], "NumPDBViolations": 1},
    "m2": {"Pods": [{"metadata": {"uid": "c"}, "spec": {"UID": "x"}}], "NumPDBViolations": 0},
}
LOWER = {"m1": {"pods": [{"uid": "a"}, {"uid": "b"}], "numPDBViolations": 1}, "m2": META["m2"]}


@pytest.mark.parametrize(
    "body",
    [
        {"Pod": POD, "NodeNameToVictims": None, "NodeNameToMetaVictims": META},
        {"Pod": POD, "NodeNameToVictims": WHOLE, "NodeNameToMetaVictims": None},
        {"pod": POD, "nodeNameToMetaVictims": LOWER, "Unknown": 1},
        {"pod": POD, "nodenametovictims": WHOLE},
    ],
    ids=range(4),
)
def test_victims_are_read_in_either_form_and_case_and_go_back_by_uid(body: object) -> None:
    call = parse_preemption_call(body)
    assert (call.candidate.namespace, call.candidate.pod) == ("payments", POD)
    assert preemption_result(call, places=["m1", "m2"]) == {"NodeNameToMetaVictims": META}
    assert preemption_result(call, places=["m2"]) == {"NodeNameToMetaVictims": {"m2": META["m2"]}}
    assert preemption_result(call, places=[]) == {"NodeNameToMetaVictims": {}}


@pytest.mark.parametrize("pods", [None, []])
def test_a_node_without_a_victim_does_not_go_back(pods: object) -> None:
    call = parse_preemption_call({"Pod": POD, "NodeNameToMetaVictims": {"m1": {"Pods": pods}}})
    assert list(call.victims) == ["m1"]
    assert preemption_result(call, places=["m1"]) == {"NodeNameToMetaVictims": {}}


def with_meta(value: object) -> dict[str, Any]:
    return {"Pod": POD, "NodeNameToMetaVictims": value}


def with_whole(pod: object) -> dict[str, Any]:
    return {"Pod": POD, "NodeNameToVictims": {"m1": {"Pods": [pod]}}}


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (None, "the body is not an object"),
        ({"NodeNameToMetaVictims": META}, "Pod is missing"),
        ({"Pod": POD}, "exactly one of NodeNameToMetaVictims and NodeNameToVictims"),
        ({**with_meta(META), "NodeNameToVictims": WHOLE}, "exactly one of"),
        ({**with_meta(META), "nodenametometavictims": {}}, "stands twice"),
        (with_meta([]), "NodeNameToMetaVictims is not an object"),
        (with_meta({"m1": None}), "an entry of NodeNameToMetaVictims is not an object"),
        (with_meta({"m1": {"Pods": [], "pods": []}}), "stands twice"),
        (with_meta({"m1": {"Pods": {}}}), "Pods in NodeNameToMetaVictims is not a list"),
        (with_meta({"m1": {"Pods": ["a"]}}), "a pod of NodeNameToMetaVictims is not an object"),
        (with_meta({"m1": {"Pods": [{}]}}), "a pod of NodeNameToMetaVictims has no uid"),
        (with_meta({"m1": {"Pods": [{"UID": ""}]}}), "has no uid"),
        (with_meta({"m1": {"Pods": [{"UID": 1}]}}), "has no uid"),
        (with_meta({"m1": {"Pods": [{"UID": "a", "uid": "b"}]}}), "stands twice"),
        (with_meta({"m1": {"NumPDBViolations": "1"}}), "NumPDBViolations in .* is not a number"),
        (with_meta({"m1": {"NumPDBViolations": True}}), "NumPDBViolations in .* is not a number"),
        (with_whole(None), "a pod of NodeNameToVictims is not an object"),
        (with_whole({"UID": "a"}), "a pod of NodeNameToVictims is not an object"),
        (with_whole({"metadata": {}}), "a pod of NodeNameToVictims has no uid"),
    ],
    ids=range(19),
)
def test_what_is_no_preemption_call_is_an_error_that_names_the_field(
    body: object, problem: str
) -> None:
    with pytest.raises(ArgumentsError, match=problem):
        parse_preemption_call(body)
