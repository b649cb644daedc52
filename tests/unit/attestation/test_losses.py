# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Trust never comes back on evidence from before its loss, whatever was in between."""

from dataclasses import replace
from datetime import timedelta

import pytest

from attestation.losses import MOST, losses_after
from attestation.service import Answer
from attestation.succession import after_answer, after_single
from tests.unit.trust.builders import NOON, REPORT, identity, snapshot
from trust.report import Report, Snapshot

SECOND = timedelta(seconds=1)
LOST = replace(REPORT, trusted=False, failures=("PCR 7",), attested_at=NOON)
DOUBT = replace(REPORT, trusted=False, doubt="not reachable", attested_at=NOON + 5 * SECOND)
YOUNGER = replace(REPORT, attested_at=NOON + SECOND)


def told(old: Snapshot, *reports: Report) -> Snapshot:
    answer = Answer(reports=reports, answered_at=NOON + 9 * SECOND)
    return after_answer(old, answer, asked_at=NOON + 9 * SECOND, now=NOON + 9 * SECOND)


@pytest.mark.parametrize(
    "between", [(), (DOUBT,), (LOST,), (replace(LOST, attested_at=NOON - SECOND),)]
)
def test_a_loss_is_remembered_through_doubt_and_absence(between: tuple[Report, ...]) -> None:
    after = told(told(told(snapshot(REPORT), LOST), *between), REPORT)
    assert not after.reports[REPORT.identity].trusted
    assert told(after, YOUNGER).reports == {YOUNGER.identity: YOUNGER}
    assert told(after, YOUNGER).losses == {}


def test_after_an_absence_old_evidence_is_a_doubt_that_says_why() -> None:
    report = told(told(told(snapshot(), LOST)), REPORT).reports[REPORT.identity]
    assert "is not younger" in report.doubt
    assert report.asset_tags == {}


def test_a_live_answer_brings_no_trust_back_either() -> None:
    old = told(told(snapshot(), LOST), DOUBT)
    live = Answer(reports=(REPORT,), answered_at=NOON + 9 * SECOND, complete=False)
    new = after_single(old, REPORT.identity, live, asked_at=NOON + 9 * SECOND)
    assert new.reports == {DOUBT.identity: DOUBT}


def test_an_instant_from_the_future_bars_nobody_for_ever() -> None:
    future = replace(LOST, attested_at=NOON + timedelta(days=9000))
    assert told(snapshot(), future).losses == {LOST.identity: NOON + 9 * SECOND}


def test_what_is_remembered_is_bounded_and_the_newest_stays() -> None:
    old = {identity(str(number)): NOON - SECOND for number in range(MOST)}
    answer = Answer(reports=(LOST,), answered_at=NOON)
    losses = losses_after(old, answer, {LOST.identity: LOST})
    assert len(losses) == MOST
    assert losses[LOST.identity] == NOON


def test_nothing_new_is_the_same_value() -> None:
    old = {LOST.identity: NOON}
    assert losses_after(old, Answer(reports=(), answered_at=NOON), {}) is old
