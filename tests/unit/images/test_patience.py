# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Whoever asks to be left alone is, for a bounded time."""

from datetime import UTC, datetime

import pytest

from images.errors import TooManyRequestsError
from images.patience import LONGEST, Patience, retry_after

NOW = datetime(2026, 1, 1, 12, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("7", 7),
        ("0", 0),
        ("86400", LONGEST),
        ("9" * 400, LONGEST),
        ("Thu, 01 Jan 2026 12:00:30 GMT", 30),
        ("Thu, 01 Jan 2026 11:00:00 GMT", 0),
        ("Fri, 01 Jan 2027 12:00:00 GMT", LONGEST),
        ("Thu, 01 Jan 2026 12:00:30 -0000", 0),
        ("", 0),
        ("-1", 0),
        ("1.5", 0),
        ("٣", 0),
        ("soon", 0),
    ],
)
def test_seconds_and_dates_are_read_and_bounded(text: str, seconds: float) -> None:
    assert retry_after(text, now=NOW) == seconds


def test_nobody_is_asked_before_the_time_and_in_nobody_elses_name() -> None:
    now = 0.0
    patience = Patience(clock=lambda: now)
    patience.note("alice", TooManyRequestsError("registry r.example answers 429", seconds=20))
    patience.require_over("bob")
    now = 10.5
    with pytest.raises(TooManyRequestsError) as caught:
        patience.require_over("alice")
    assert str(caught.value) == "registry r.example answers 429; it is asked again in 10 s"
    assert caught.value.seconds == 0  # who is told later begins no new wait
    now = 20.0
    patience.require_over("alice")


def test_who_names_no_time_is_asked_again_at_once() -> None:
    patience = Patience(clock=lambda: 0.0)
    patience.note("alice", TooManyRequestsError("registry r.example answers 429"))
    patience.require_over("alice")


def test_too_many_are_forgotten() -> None:
    patience = Patience(clock=lambda: 0.0)
    asked = TooManyRequestsError("registry r.example answers 429", seconds=20)
    for number in range(1025):
        patience.note(number, asked)
    patience.require_over(0)
    with pytest.raises(TooManyRequestsError):
        patience.require_over(1)
