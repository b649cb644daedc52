# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Instants for people."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from trust.times import clock_text

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
