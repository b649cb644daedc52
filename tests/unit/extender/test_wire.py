# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Extender calls on the wire: what is read, what is refused, what is written."""

from typing import Any

import pytest

from extender.errors import ArgumentsError
from extender.wire import filter_result, parse_filter_call

POD: dict[str, Any] = {"metadata": {"name": "p", "namespace": "payments"}, "spec": {}}


@pytest.mark.parametrize(
    "body",
    [
        {"Pod": POD, "Nodes": None, "NodeNames": ["m1"]},
        {"pod": POD, "nodenames": ["m1"], "Unknown": 1},
        {"Pod": POD, "nodeNames": ["m1"]},
    ],
    ids=range(3),
)
def test_both_cases_are_read_and_unknown_fields_ignored(body: dict[str, Any]) -> None:
    call = parse_filter_call(body)
    assert (call.namespace, call.pod, list(call.node_names)) == ("payments", POD, ["m1"])


def test_names_keep_their_order_and_may_be_none() -> None:
    names = ["m3", "m1", "m2", "m1"]
    assert list(parse_filter_call({"Pod": POD, "NodeNames": names}).node_names) == names
    assert list(parse_filter_call({"Pod": POD, "NodeNames": []}).node_names) == []


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (None, "the body is not an object"),
        ([POD], "the body is not an object"),
        ({}, "Pod is missing"),
        ({"Pod": None, "NodeNames": []}, "Pod is missing"),
        ({"Pod": "p", "NodeNames": []}, "Pod is missing"),
        ({"Pod": {"metadata": {}}, "NodeNames": []}, "has no metadata.namespace"),
        ({"Pod": {"metadata": []}, "NodeNames": []}, "has no metadata.namespace"),
        ({"Pod": {"metadata": {"namespace": ""}}, "NodeNames": []}, "has no metadata.namespace"),
        ({"Pod": {"metadata": {"namespace": 1}}, "NodeNames": []}, "has no metadata.namespace"),
        ({"Pod": POD}, "nodeCacheCapable: true"),
        ({"Pod": POD, "NodeNames": None, "Nodes": {"items": []}}, "nodeCacheCapable: true"),
        ({"Pod": POD, "NodeNames": "m1"}, "nodeCacheCapable: true"),
        ({"Pod": POD, "NodeNames": {"m1": 1}}, "nodeCacheCapable: true"),
        ({"Pod": POD, "NodeNames": ["m1", 1]}, "something that is not a string"),
        ({"Pod": POD, "NodeNames": [None]}, "something that is not a string"),
    ],
    ids=range(15),
)
def test_what_is_no_filter_call_is_an_error_that_names_the_field(
    body: object, problem: str
) -> None:
    with pytest.raises(ArgumentsError, match=problem):
        parse_filter_call(body)


def test_a_refused_node_is_unresolvable_so_that_nobody_is_evicted_for_it() -> None:
    assert filter_result(accepted=["m1"], refused={"m2": "why"}) == {
        "Nodes": None,
        "NodeNames": ["m1"],
        "FailedNodes": {},
        "FailedAndUnresolvableNodes": {"m2": "why"},
        "Error": "",
    }
    assert filter_result(accepted=[], refused={}, error="broken")["Error"] == "broken"


def test_a_field_in_two_spellings_is_an_error() -> None:
    pod = {"metadata": {"namespace": "payments"}}
    with pytest.raises(ArgumentsError, match="stands twice"):
        parse_filter_call({"Pod": pod, "pod": pod, "NodeNames": []})
