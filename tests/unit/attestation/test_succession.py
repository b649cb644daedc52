# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Which Snapshot follows which."""

from datetime import datetime, timedelta

import pytest

from attestation.errors import ServiceUnavailableError
from attestation.service import Answer
from attestation.succession import after_answer, after_failure
from tests.unit.trust.builders import NOON, REPORT, snapshot

SECOND = timedelta(seconds=1)


def answer(at: datetime) -> Answer:
    return Answer(reports=(REPORT,), answered_at=at)


def test_an_answer_replaces_everything() -> None:
    new = after_answer(snapshot(), answer(NOON + SECOND), now=NOON + SECOND)
    assert new.fetched_at == NOON + SECOND
    assert new.reports == {REPORT.identity: REPORT}
    assert new.problem == ""


def test_a_failure_keeps_what_was_known_with_its_age() -> None:
    old = snapshot(REPORT)
    new = after_failure(old, ServiceUnavailableError("connection refused"))
    assert new.reports == old.reports
    assert new.fetched_at == old.fetched_at
    assert new.problem == "connection refused"


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        (answer(NOON - SECOND), "older than the one of"),
        (answer(NOON + 6 * SECOND), "has not come yet"),
        (Answer(reports=(REPORT, REPORT), answered_at=NOON), "two reports of one identity"),
    ],
)
def test_an_answer_that_cannot_follow_changes_nothing_but_the_problem(
    given: Answer, problem: str
) -> None:
    old = snapshot()
    new = after_answer(old, given, now=NOON)
    assert problem in new.problem
    assert new.reports == old.reports
    assert new.fetched_at == old.fetched_at


def test_the_first_answer_follows_nothing() -> None:
    new = after_answer(snapshot(fetched_at=None), answer(NOON), now=NOON)
    assert new.fetched_at == NOON
