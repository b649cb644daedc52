# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What people, metrics and the log get to know of a live question."""

from dataclasses import replace

import pytest

from tests.unit.trust.builders import REPORT
from trust.report import Report
from trust.verdict import Outcome
from webhook.live_answer import LiveAnswer, answered, failed, late, not_asked


@pytest.mark.parametrize(
    ("report", "outcome"),
    [
        (REPORT, "trusted"),
        (replace(REPORT, trusted=False), "untrusted"),
        (replace(REPORT, trusted=False, doubt="agent not reachable"), "unknown"),
        (None, "unknown"),
    ],
)
def test_an_answer_refuses_nothing_by_itself(report: Report | None, outcome: str) -> None:
    assert answered("lab", report) == LiveAnswer(source="lab", outcome=outcome)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (late("lab", seconds=1.0), "did not say within 1s whether it vouches for the node"),
        (failed("lab", "status 500"), "whether it vouches for the node now: status 500"),
        (not_asked("lab", "too many"), "was not asked whether it vouches"),
    ],
)
def test_no_answer_is_unknown_with_its_source_and_what_to_do(
    answer: LiveAnswer, words: str
) -> None:
    assert answer.finding is not None
    assert answer.finding.outcome is Outcome.UNKNOWN
    assert answer.finding.detail.startswith('source "lab" ')
    assert words in answer.finding.detail
    assert "the scheduler tries the pod again" in answer.finding.remedy


def test_silence_is_held_against_a_node_and_our_own_limits_are_not() -> None:
    assert late("lab", seconds=0.5).silence == "no live answer within 0.5s"
    assert failed("lab", "status 500").silence == "no live answer: status 500"
    assert not not_asked("lab", "too many").silence
