# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The options of the source of Reports, as values."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
import pytest

from attestation.errors import AttestationError
from attestation.keeper import Pace
from cli.reports import keeper_of, pace_of, service_of, utc_now

SECOND = timedelta(seconds=1)
EMPTY = "apiVersion: bondstone.dev/v1alpha1\nkind: NodeReports\nreports: []\n"


def test_polls_come_at_least_twice_within_the_bound() -> None:
    assert pace_of(5 * SECOND, 10 * SECOND).period == 5 * SECOND
    with pytest.raises(click.UsageError, match="at most half of --max-staleness"):
        pace_of(5 * SECOND, 9 * SECOND)


def test_pauses_after_failures_stay_within_the_bound_too() -> None:
    assert pace_of(SECOND, 4 * SECOND).longest_pause == 2 * SECOND
    patient = pace_of(SECOND, timedelta(days=1))
    assert patient.longest_pause == Pace().longest_pause
    assert patient.max_staleness == timedelta(days=1)


def test_a_source_is_asked_before_anything_starts(tmp_path: Path) -> None:
    path = tmp_path / "reports.yaml"
    with pytest.raises(AttestationError):
        service_of(path)
    path.write_text(EMPTY)
    service = service_of(path)
    keeper = keeper_of(service, {"poll_period": SECOND, "max_staleness": 4 * SECOND})
    assert keeper.problem()


def test_now_has_a_time_zone() -> None:
    assert utc_now().tzinfo is UTC
    assert utc_now() <= datetime.now(UTC)
