# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Durations as Kubernetes writes them."""

from datetime import timedelta

import pytest

from trust.duration import format_duration, parse_duration


@pytest.mark.parametrize(
    ("text", "seconds", "written"),
    [
        ("1s", 1, "1s"),
        ("90s", 90, "1m30s"),
        ("5m", 300, "5m"),
        ("1h30m", 5400, "1h30m"),
        ("1h0m5s", 3605, "1h5s"),
        ("007s", 7, "7s"),
        ("99999h", 99999 * 3600, "99999h"),
        ("9999999s", 9999999, "2777h46m39s"),
    ],
)
def test_a_duration_is_read_and_written(text: str, seconds: int, written: str) -> None:
    duration = parse_duration(text)
    assert duration == timedelta(seconds=seconds)
    assert format_duration(duration) == written
    assert parse_duration(written) == duration


@pytest.mark.parametrize(
    "text",
    [
        "", "0s", "0h0m0s", "5", "s", "-5m", "+5m", "5 m", " 5m", "5m\n", "1.5h", "5M", "5d",
        "100ms", "1m1h", "1s1s", "100000h", "1000000m0s0", "\u0665m",
    ],
)  # fmt: skip
def test_what_is_no_duration_above_zero_is_an_error_that_shows_it(text: str) -> None:
    with pytest.raises(ValueError, match="is not a duration above zero") as caught:
        parse_duration(text)
    assert repr(text) in str(caught.value)
    assert "(units: h, m and s)" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "milliseconds"),
    [
        ("500ms", 500),
        ("6.5s", 6500),
        ("1.5m", 90_000),
        ("0.001h", 3600),
        ("1h30m", 5_400_000),
        ("1m0.25s5ms", 60_255),
        ("90s", 90_000),
    ],
)
def test_flags_take_what_policies_take_and_finer(text: str, milliseconds: int) -> None:
    assert parse_duration(text, fine=True) == timedelta(milliseconds=milliseconds)


@pytest.mark.parametrize(
    "text", ["", "5", "soon", "0.000s", "0ms", "1.5ms", ".5s", "5.s", "1ms1s", "-1s", "1e3s", "5d"]
)
def test_what_no_flag_takes_names_the_units(text: str) -> None:
    with pytest.raises(ValueError, match=r"\(units: h, m, s and ms\)"):
        parse_duration(text, fine=True)


def test_parts_of_a_second_are_not_written() -> None:
    assert format_duration(timedelta(seconds=61.9)) == "1m1s"
    assert format_duration(timedelta(seconds=0.9)) == "0s"
    assert format_duration(timedelta(0)) == "0s"
