# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Which Snapshot follows which."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from attestation.errors import AnswerError, ServiceUnavailableError
from attestation.service import Answer
from attestation.succession import after_answer, after_failure, after_hint, after_single
from tests.unit.trust.builders import NOON, REPORT, identity, snapshot
from trust.report import Report, Snapshot, Suspicion

SECOND = timedelta(seconds=1)


def answer(at: datetime) -> Answer:
    return Answer(reports=(REPORT,), answered_at=at)


def test_an_answer_replaces_everything() -> None:
    new = after_answer(snapshot(), answer(NOON + SECOND), asked_at=NOON, now=NOON + SECOND)
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
    new = after_answer(old, given, asked_at=NOON, now=NOON)
    assert problem in new.problem
    assert new.reports == old.reports
    assert new.fetched_at == old.fetched_at


def test_the_first_answer_follows_nothing() -> None:
    new = after_answer(snapshot(fetched_at=None), answer(NOON), asked_at=NOON, now=NOON)
    assert new.fetched_at == NOON


LOST = replace(REPORT, trusted=False, failures=("PCR 7",), attested_at=NOON)
DOUBTED = replace(REPORT, trusted=False, doubt="agent not reachable", attested_at=NOON)
HINT = Suspicion(source="lab", since=NOON, why="PCR 7")
LATE = replace(HINT, why="no answer within 1s", evidence=False)


def followed(
    old: Snapshot, *reports: Report, complete: bool = True, asked_at: datetime = NOON + SECOND
) -> Snapshot:
    given = Answer(reports=reports, answered_at=NOON + SECOND, complete=complete)
    return after_answer(old, given, asked_at=asked_at, now=NOON + 2 * SECOND)


def test_trust_never_comes_back_on_evidence_from_before_its_loss() -> None:
    lost = followed(snapshot(), LOST)
    assert followed(lost, REPORT).reports == {LOST.identity: LOST}
    later = replace(REPORT, attested_at=NOON + SECOND)
    assert followed(lost, later).reports == {LOST.identity: later}


def test_trust_comes_back_after_a_doubt_on_the_evidence_that_there_is() -> None:
    assert followed(snapshot(DOUBTED), REPORT).reports == {REPORT.identity: REPORT}


@pytest.mark.parametrize("lost", [LOST, DOUBTED])
def test_what_takes_trust_away_counts_at_once(lost: Report) -> None:
    newer = replace(REPORT, attested_at=NOON + SECOND)
    assert followed(snapshot(newer), lost, complete=False).reports == {lost.identity: lost}


def test_an_answer_about_some_nodes_leaves_the_others_and_brings_nothing_older() -> None:
    other = replace(REPORT, identity=identity("m2"))
    older = replace(REPORT, attested_at=REPORT.attested_at - SECOND)
    old = snapshot(REPORT, other)
    assert followed(old, older, complete=False).reports == old.reports
    assert followed(old, older).reports == {older.identity: older}


def test_an_answer_about_some_nodes_renews_no_other_and_clears_nothing_of_it() -> None:
    other = identity("m2")
    old = after_hint(snapshot(REPORT), REPORT.identity, LATE)
    old = after_hint(old, other, LATE)
    some = followed(old, REPORT, complete=False)
    assert some.fetched_at == old.fetched_at
    assert some.suspicions == {other: LATE}
    assert followed(some).fetched_at == NOON + SECOND


def test_a_hint_is_cleared_by_evidence_that_is_attested_later_alone() -> None:
    old = after_hint(snapshot(REPORT), REPORT.identity, HINT)
    assert followed(old, REPORT).suspicions == {REPORT.identity: HINT}
    assert followed(old, replace(REPORT, attested_at=NOON + SECOND)).suspicions == {}
    gone = followed(old)
    assert (gone.reports, gone.suspicions) == ({}, {REPORT.identity: HINT})
    assert followed(gone, REPORT).suspicions == {REPORT.identity: HINT}


def test_a_late_answer_is_forgiven_by_any_answer_that_was_asked_for_later() -> None:
    old = after_hint(snapshot(REPORT), REPORT.identity, LATE)
    assert followed(old, REPORT, asked_at=NOON).suspicions == {REPORT.identity: LATE}
    assert followed(old, REPORT).suspicions == {}
    assert followed(old).suspicions == {}


def test_a_hint_is_not_softened_by_a_late_answer() -> None:
    old = after_hint(snapshot(REPORT), REPORT.identity, HINT)
    assert after_hint(old, REPORT.identity, LATE) is old
    again = replace(HINT, since=NOON + SECOND)
    assert after_hint(old, REPORT.identity, again).suspicions == {REPORT.identity: again}


def single(old: Snapshot, *reports: Report) -> Snapshot:
    given = Answer(reports=reports, answered_at=NOON, complete=False)
    return after_single(old, REPORT.identity, given, asked_at=NOON + SECOND)


def test_an_answer_about_one_node_changes_that_one_and_no_age() -> None:
    other = replace(REPORT, identity=identity("m2"))
    old = after_hint(snapshot(REPORT, other), other.identity, LATE)
    old = after_hint(old, REPORT.identity, LATE)
    new = single(old, LOST)
    assert new.reports == {LOST.identity: LOST, other.identity: other}
    assert new.suspicions == {other.identity: LATE}
    assert new.fetched_at == old.fetched_at
    assert single(old).reports == {other.identity: other}, "the source does not know it any more"


def test_an_answer_about_another_node_is_refused() -> None:
    with pytest.raises(AnswerError, match="about another"):
        single(snapshot(REPORT), replace(REPORT, identity=identity("m2")))
