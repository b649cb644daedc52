# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Instants for people."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from trust.times import clock_text, later

INDIA = timezone(timedelta(hours=5, minutes=30))


@pytest.mark.parametrize(
    ("instant", "text"),
    [
        (datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC), "2026-01-02T03:04:05Z"),
        (datetime(2026, 1, 2, 3, 4, 5, 999_999, tzinfo=UTC), "2026-01-02T03:04:05Z"),
        (datetime(2026, 1, 1, 2, 0, tzinfo=INDIA), "2025-12-31T20:30:00Z"),
    ],
)
def test_an_instant_is_written_in_utc_to_the_second(instant: datetime, text: str) -> None:
    assert clock_text(instant) == text
    assert datetime.fromisoformat(text) == instant.replace(microsecond=0)


FIRST = datetime.min.replace(tzinfo=UTC)
LAST = datetime.max.replace(tzinfo=UTC)


def test_instants_at_the_ends_of_time_are_written_too() -> None:
    assert clock_text(datetime(1, 1, 1, tzinfo=INDIA)) == "0001-01-01T00:00:00+05:30"


def test_no_instant_is_beyond_the_first_and_the_last() -> None:
    day = timedelta(days=1)
    assert later(LAST, day) == LAST
    assert later(FIRST, -day) == FIRST
    assert later(FIRST, day) == FIRST + day
