# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What is counted of each call, and the one line that is logged."""

import logging
import time

import pytest
from prometheus_client import CollectorRegistry

from extender.arguments import Candidate
from extender.calls import Calls
from extender.judging import Judged
from trust.appraisal import Refusal

POD = Candidate(namespace="payments", pod={"metadata": {"name": "p", "uid": "u"}})
UNTRUSTED = Refusal(reason="untrusted: PCR 7", codes=("untrusted",))
SILENT = Refusal(reason="silent since noon", codes=("source-silent",), unknown=True)
BOTH = Refusal(reason="untrusted: PCR 7; older", codes=("untrusted", "report-too-old"))


def count(calls: Calls, verb: str, judged: Judged) -> None:
    calls.answered(verb, POD, judged, started=time.monotonic())


@pytest.mark.parametrize(
    ("judged", "outcome"),
    [
        (Judged(accepted=["m1"], refused={"m2": UNTRUSTED}), "allow"),
        (Judged(accepted=[]), "allow"),
        (Judged(accepted=[], refused={"m2": UNTRUSTED}), "deny"),
        (Judged(accepted=[], refused={"m1": SILENT, "m2": UNTRUSTED}), "deny"),
        (Judged(accepted=[], refused={"m1": SILENT, "m2": SILENT}), "unknown"),
    ],
)
def test_calls_are_counted_by_verb_and_outcome(judged: Judged, outcome: str) -> None:
    registry = CollectorRegistry()
    calls = Calls(registry)
    count(calls, "preempt", judged)
    calls.invalid("filter")
    name = "bondstone_extender_calls_total"
    assert registry.get_sample_value(name, {"verb": "preempt", "outcome": outcome}) == 1
    assert registry.get_sample_value(name, {"verb": "filter", "outcome": "invalid"}) == 1


def test_refused_nodes_are_counted_by_each_code() -> None:
    registry = CollectorRegistry()
    refused = {"m1": UNTRUSTED, "m2": BOTH, "m3": BOTH}
    count(Calls(registry), "filter", Judged(accepted=["m4"], refused=refused))
    name = "bondstone_refused_nodes_total"
    for code, expected in (("untrusted", 3), ("report-too-old", 2)):
        assert registry.get_sample_value(name, {"verb": "filter", "code": code}) == expected
    name = "bondstone_filtered_nodes_total"
    assert registry.get_sample_value(name, {"outcome": "accepted"}) == 1
    assert registry.get_sample_value(name, {"outcome": "refused"}) == 3


def test_a_call_is_one_line_that_names_a_few_of_the_refused(
    caplog: pytest.LogCaptureFixture,
) -> None:
    refused = {f"m{number}": BOTH for number in range(20)}
    with caplog.at_level(logging.INFO, logger="decision"):
        count(Calls(CollectorRegistry()), "preempt", Judged(accepted=[], refused=refused))
    (record,) = caplog.records
    assert record.getMessage() == "preempt"
    assert vars(record) | {
        "pod": "p",
        "namespace": "payments",
        "verdict": "deny",
        "codes": ["report-too-old", "untrusted"],
        "uid": "u",
        "accepted": 0,
        "refused": {f"m{number}": BOTH.reason for number in range(8)},
        "refused_count": 20,
    } == vars(record)
