# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The three bounds of what *now* means."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests.unit.trust.builders import NOON, REPORT, snapshot
from trust.need import Need
from trust.report import Report
from trust.rules.freshness import changes_at, freshness, snapshot_freshness
from trust.verdict import Outcome

SECOND = timedelta(seconds=1)
FIVE_MINUTES = Need(max_report_age=timedelta(minutes=5))


@pytest.mark.parametrize(
    ("report", "now", "code"),
    [
        (REPORT, NOON, None),
        (REPORT, REPORT.attested_at - 5 * SECOND, None),
        (REPORT, REPORT.attested_at - 6 * SECOND, "report-from-future"),
        (replace(REPORT, expires_at=NOON), NOON - SECOND, None),
        (replace(REPORT, expires_at=NOON), NOON, "report-expired"),
        (REPORT, REPORT.attested_at + timedelta(minutes=5) - SECOND, None),
        (REPORT, REPORT.attested_at + timedelta(minutes=5), "report-too-old"),
    ],
)
def test_a_report_counts_between_its_bounds(
    report: Report, now: datetime, code: str | None
) -> None:
    found = freshness(report, FIVE_MINUTES, now=now)
    assert (found.code if found else None) == code
    assert found is None or found.outcome is Outcome.UNKNOWN


def test_without_a_policys_age_the_expiry_alone_counts() -> None:
    late = REPORT.expires_at - SECOND
    assert freshness(REPORT, Need(), now=late) is None
    assert len(list(changes_at(REPORT, Need()))) == 2
    assert len(list(changes_at(REPORT, FIVE_MINUTES))) == 3


def test_a_snapshot_is_unknown_from_its_bound_on_and_says_since_when() -> None:
    assert snapshot_freshness(snapshot(), now=NOON + 29 * SECOND) is None
    stale = replace(snapshot(), problem="connection refused")
    found = snapshot_freshness(stale, now=NOON + 30 * SECOND)
    assert found is not None
    assert found.outcome is Outcome.UNKNOWN
    assert found.detail == (
        'verification service "lab" has been silent since 2026-01-01T12:00:00Z, longer than 30s '
        "(connection refused)"
    )


def test_a_source_that_never_answered_is_unknown() -> None:
    found = snapshot_freshness(snapshot(fetched_at=None), now=NOON)
    assert found is not None
    assert found.detail == 'verification service "lab" has not answered yet'


def test_a_clock_that_was_set_back_does_not_keep_an_answer_fresh() -> None:
    answered = snapshot(REPORT)
    assert snapshot_freshness(answered, now=NOON - 5 * SECOND) is None
    found = snapshot_freshness(answered, now=NOON - 6 * SECOND)
    assert found is not None
    assert (found.code, found.outcome) == ("clock-set-back", Outcome.UNKNOWN)
