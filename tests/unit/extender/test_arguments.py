# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Fields in either case, and the pod of a call."""

import pytest

from extender.arguments import fields_of, read_candidate
from extender.errors import ArgumentsError

KNOWN = frozenset({"pod", "nodenames"})


def test_names_are_compared_without_case_and_unknown_ones_left_out() -> None:
    assert fields_of({"POD": 1, "nodeNames": 2, "Other": 3}, KNOWN, "it") == {
        "pod": 1,
        "nodenames": 2,
    }


def test_a_field_in_two_spellings_is_an_error() -> None:
    with pytest.raises(ArgumentsError, match="a field of the body stands twice"):
        fields_of({"Pod": 1, "pod": 1}, KNOWN, "the body")
    assert fields_of({"Other": 1, "other": 1}, KNOWN, "the body") == {}


@pytest.mark.parametrize("value", [None, [], "pod", 1])
def test_what_is_no_object_is_an_error(value: object) -> None:
    with pytest.raises(ArgumentsError, match="the body is not an object"):
        fields_of(value, KNOWN, "the body")


@pytest.mark.parametrize(
    "pod",
    [
        None,
        "p",
        {},
        {"metadata": None},
        {"metadata": []},
        {"metadata": {}},
        {"metadata": {"namespace": ""}},
        {"metadata": {"namespace": 1}},
    ],
    ids=range(8),
)
def test_a_pod_without_a_namespace_is_an_error(pod: object) -> None:
    with pytest.raises(ArgumentsError, match=r"Pod is missing, or has no metadata\.namespace"):
        read_candidate(pod)


def test_the_log_gets_what_can_be_read() -> None:
    candidate = read_candidate({"metadata": {"namespace": "payments", "name": "p", "uid": 1}})
    assert (candidate.metadata("name"), candidate.metadata("uid")) == ("p", "")
    assert candidate.metadata("labels") == ""
