# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Filter calls on the wire: what is read, what is refused, what is written."""

import json
from typing import Any

import pytest

from extender.errors import ArgumentsError
from extender.wire import filter_result, filter_text, parse_filter_call

POD: dict[str, Any] = {"metadata": {"name": "p", "namespace": "payments"}, "spec": {}}
M1: dict[str, Any] = {"metadata": {"name": "m1", "labels": {"a": "b"}}, "status": {"capacity": {}}}
M2: dict[str, Any] = {"metadata": {"name": "m2"}}


@pytest.mark.parametrize(
    "body",
    [
        {"Pod": POD, "Nodes": None, "NodeNames": ["m1"]},
        {"pod": POD, "nodenames": ["m1"], "Unknown": 1},
        {"Pod": POD, "nodeNames": ["m1"]},
        {"pod": POD, "nodes": {"metadata": {}, "items": [M1]}, "nodenames": None},
        {"Pod": POD, "Nodes": {"Items": [M1]}},
    ],
    ids=range(5),
)
def test_both_cases_are_read_and_unknown_fields_ignored(body: dict[str, Any]) -> None:
    call = parse_filter_call(body)
    assert (call.candidate.namespace, call.candidate.pod) == ("payments", POD)
    assert list(call.node_names) == ["m1"]


def test_names_keep_their_order_and_may_be_none() -> None:
    names = ["m3", "m1", "m2", "m1"]
    assert list(parse_filter_call({"Pod": POD, "NodeNames": names}).node_names) == names
    assert list(parse_filter_call({"Pod": POD, "NodeNames": []}).node_names) == []


@pytest.mark.parametrize("items", [None, []])
def test_a_list_of_node_objects_may_be_empty_and_null(items: object) -> None:
    call = parse_filter_call({"Pod": POD, "Nodes": {"metadata": {}, "items": items}})
    assert (list(call.node_names), call.items) == ([], [])
    assert filter_result(call, accepted=[], refused={})["Nodes"] == {"metadata": {}, "items": []}


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (None, "the body is not an object"),
        ([POD], "the body is not an object"),
        ({}, "Pod is missing"),
        ({"Pod": POD}, "nodeCacheCapable: true"),
        ({"Pod": POD, "NodeNames": None, "Nodes": None}, "nodeCacheCapable: true"),
        ({"Pod": POD, "NodeNames": "m1"}, "nodeCacheCapable: true"),
        ({"Pod": POD, "NodeNames": {"m1": 1}}, "nodeCacheCapable: true"),
        ({"Pod": POD, "NodeNames": ["m1", 1]}, "something that is not a string"),
        ({"Pod": POD, "NodeNames": [None]}, "something that is not a string"),
        ({"Pod": POD, "NodeNames": ["m1", 'm"2']}, "something that is not the name of a node"),
        ({"Pod": POD, "NodeNames": ["m\\1", "m2"]}, "something that is not the name of a node"),
        ({"Pod": POD, "NodeNames": ["m\n1"]}, "something that is not the name of a node"),
        ({"Pod": POD, "NodeNames": ["mé"]}, "something that is not the name of a node"),
        ({"Pod": POD, "pod": POD, "NodeNames": []}, "stands twice"),
        ({"Pod": POD, "NodeNames": ["m1"], "Nodes": {"items": [M2]}}, "sends one of them"),
        ({"Pod": POD, "Nodes": []}, "Nodes is not an object"),
        ({"Pod": POD, "Nodes": {"items": {}}}, r"Nodes\.items is not a list"),
        ({"Pod": POD, "Nodes": {"items": [M1], "Items": [M2]}}, "field of Nodes stands twice"),
        ({"Pod": POD, "Nodes": {"items": ["m1"]}}, r"one of Nodes\.items is not an object"),
        ({"Pod": POD, "Nodes": {"items": [{}]}}, r"metadata of one of Nodes\.items is not an"),
        ({"Pod": POD, "Nodes": {"items": [{"metadata": {}}]}}, r"has no metadata\.name"),
        ({"Pod": POD, "Nodes": {"items": [{"metadata": {"name": ""}}]}}, r"no metadata\.name"),
        ({"Pod": POD, "Nodes": {"items": [{"metadata": {"name": 1}}]}}, r"no metadata\.name"),
        ({"Pod": POD, "Nodes": {"items": [{**M1, "Metadata": {"name": "m2"}}]}}, "stands twice"),
        (
            {"Pod": POD, "Nodes": {"items": [{"metadata": {"name": "m1", "Name": "m2"}}]}},
            "stands twice",
        ),
    ],
    ids=range(25),
)
def test_what_is_no_filter_call_is_an_error_that_names_the_field(
    body: object, problem: str
) -> None:
    with pytest.raises(ArgumentsError, match=problem):
        parse_filter_call(body)


def test_a_refused_node_is_unresolvable_so_that_nobody_is_evicted_for_it() -> None:
    call = parse_filter_call({"Pod": POD, "NodeNames": ["m1", "m2"]})
    assert filter_result(call, accepted=["m1"], refused={"m2": "why"}) == {
        "Nodes": None,
        "NodeNames": ["m1"],
        "FailedNodes": {},
        "FailedAndUnresolvableNodes": {"m2": "why"},
        "Error": "",
    }


def test_node_objects_go_back_as_they_came_and_refused_ones_do_not() -> None:
    call = parse_filter_call({"Pod": POD, "Nodes": {"metadata": {}, "items": [M2, M1]}})
    assert list(call.node_names) == ["m2", "m1"]
    assert filter_result(call, accepted=["m1"], refused={"m2": "why"}) == {
        "Nodes": {"metadata": {}, "items": [M1]},
        "NodeNames": None,
        "FailedNodes": {},
        "FailedAndUnresolvableNodes": {"m2": "why"},
        "Error": "",
    }


@pytest.mark.parametrize("accepted", [[], ["m1"], ["m3", "m1.a-b"]], ids=len)
def test_the_answer_is_written_as_any_encoder_would(accepted: list[str]) -> None:
    call = parse_filter_call({"Pod": POD, "NodeNames": [*accepted, "m2"]})
    result = filter_result(call, accepted=accepted, refused={"m2": 'a "reason"\\'})
    assert json.loads(filter_text(result)) == result


def test_an_answer_of_node_objects_is_written_as_well() -> None:
    named = {"metadata": {"name": 'm"1'}}
    call = parse_filter_call({"Pod": POD, "Nodes": {"items": [named]}})
    result = filter_result(call, accepted=['m"1'], refused={})
    assert json.loads(filter_text(result)) == result
