# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The newest Snapshot of a source, whatever the order in which answers come."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from attestation.errors import AnswerError, ServiceUnavailableError
from attestation.newest import NewestSnapshot
from attestation.service import Answer
from tests.unit.trust.builders import NOON, REPORT, identity, snapshot
from trust.report import Report, Suspicion

SECOND = timedelta(seconds=1)
UNTRUSTED = replace(REPORT, trusted=False, failures=("PCR 7",))


def newest() -> NewestSnapshot:
    return NewestSnapshot(snapshot(fetched_at=None), now=lambda: NOON)


def answer(*reports: object, complete: bool = True) -> Answer:
    return Answer(reports=reports, answered_at=NOON, complete=complete)  # type: ignore[arg-type]


def test_an_equal_answer_keeps_the_snapshot() -> None:
    kept = newest()
    first = kept.take(answer(REPORT), asked_at=NOON)
    assert kept.take(answer(REPORT), asked_at=NOON) is first is kept.get()


def test_an_answer_about_one_node_outlasts_a_poll_that_was_asked_for_before_it() -> None:
    kept = newest()
    kept.take_single(REPORT.identity, answer(UNTRUSTED, complete=False), asked_at=NOON)
    polled = kept.take(answer(REPORT), asked_at=NOON - SECOND)
    assert polled.reports == {REPORT.identity: UNTRUSTED}
    assert kept.take(answer(REPORT), asked_at=NOON).reports == {REPORT.identity: UNTRUSTED}
    later = replace(REPORT, attested_at=NOON)
    assert kept.take(answer(later), asked_at=NOON + SECOND).reports == {REPORT.identity: later}


def test_a_failure_keeps_what_was_known() -> None:
    kept = newest()
    kept.take(answer(REPORT), asked_at=NOON)
    kept.take_failure(ServiceUnavailableError("connection refused"))
    assert kept.get().reports == {REPORT.identity: REPORT}
    assert kept.get().problem == "connection refused"


@pytest.mark.parametrize(
    ("said", "words"),
    [(NOON - 31 * SECOND, "longer ago than it may be silent"), (NOON + 6 * SECOND, "not come yet")],
)
def test_a_single_answer_is_of_now(said: datetime, words: str) -> None:
    kept = newest()
    given = Answer(reports=(REPORT,), answered_at=said, complete=False)
    with pytest.raises(AnswerError, match=words):
        kept.take_single(REPORT.identity, given, asked_at=NOON)
    assert kept.get().reports == {}


def test_a_single_answer_that_has_grown_old_meanwhile_still_outlasts_an_older_poll() -> None:
    instant = NOON
    kept = NewestSnapshot(snapshot(fetched_at=None), now=lambda: instant)
    given = Answer(reports=(UNTRUSTED,), answered_at=NOON - 29 * SECOND, complete=False)
    kept.take_single(REPORT.identity, given, asked_at=NOON)
    instant = NOON + 2 * SECOND
    polled = kept.take(answer(REPORT), asked_at=NOON - SECOND)
    assert polled.reports == {REPORT.identity: UNTRUSTED}


def test_a_single_answer_that_cannot_be_believed_changes_nothing() -> None:
    kept = newest()
    kept.take(answer(REPORT), asked_at=NOON)
    before = kept.get()
    other = answer(replace(REPORT, identity=identity("m2")), complete=False)
    with pytest.raises(AnswerError):
        kept.take_single(REPORT.identity, other, asked_at=NOON)
    assert kept.get() is before


def test_a_hint_is_held() -> None:
    kept = newest()
    hint = Suspicion(source="lab", since=NOON, why="PCR 7")
    assert kept.take_hint(REPORT.identity, hint).suspicions == {REPORT.identity: hint}


DOUBT = replace(REPORT, trusted=False, doubt="agent not reachable", attested_at=NOON)


@pytest.mark.parametrize("younger", [(DOUBT,), ()])
def test_an_answer_that_was_overtaken_by_another_one_gives_no_trust(
    younger: tuple[Report, ...],
) -> None:
    kept = newest()
    kept.take(answer(REPORT), asked_at=NOON - 3 * SECOND)
    kept.take_single(REPORT.identity, answer(*younger, complete=False), asked_at=NOON - SECOND)
    overtaken = answer(REPORT, complete=False)
    said = kept.take_single(REPORT.identity, overtaken, asked_at=NOON - 2 * SECOND)
    assert tuple(said.reports.values()) == younger
    between = kept.take(answer(REPORT), asked_at=NOON - 1.5 * SECOND)
    assert tuple(between.reports.values()) == younger


@pytest.mark.parametrize("polled", [(DOUBT,), ()])
def test_an_answer_that_was_overtaken_by_a_poll_gives_no_trust(polled: tuple[Report, ...]) -> None:
    kept = newest()
    kept.take(answer(*polled), asked_at=NOON - SECOND)
    overtaken = answer(REPORT, complete=False)
    said = kept.take_single(REPORT.identity, overtaken, asked_at=NOON - 2 * SECOND)
    assert tuple(said.reports.values()) == polled


def test_an_answer_that_was_overtaken_takes_trust_away_all_the_same() -> None:
    kept = newest()
    kept.take(answer(REPORT), asked_at=NOON - SECOND)
    overtaken = answer(UNTRUSTED, complete=False)
    said = kept.take_single(REPORT.identity, overtaken, asked_at=NOON - 2 * SECOND)
    assert said.reports == {REPORT.identity: UNTRUSTED}
