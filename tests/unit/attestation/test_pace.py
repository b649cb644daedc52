# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""How often a service is asked."""

from datetime import timedelta

from attestation.pace import Pace


def test_the_pause_after_failures_grows_and_stays_below_its_bound() -> None:
    pace = Pace(period=timedelta(seconds=1), longest_pause=timedelta(seconds=5))
    assert pace.pause_after(0, chance=0) <= 1
    pauses = [pace.pause_after(failures, chance=0) for failures in (1, 2, 3, 30)]
    assert pauses == sorted(pauses)
    assert max(pauses) <= 2


def test_after_failures_polls_come_seldom_but_inside_what_counts_as_live() -> None:
    pace = Pace()
    found = [pace.pause_after(failures, chance=0) for failures in range(8)]
    assert found == [5, 0.5, 1, 2, 4, 8, 10, 10]
    slow = Pace(period=timedelta(minutes=1))
    assert slow.pause_after(99, chance=0) == slow.longest_pause.total_seconds()
    assert slow.longest_pause < slow.max_staleness


def test_polls_are_spread_whether_they_fail_or_not() -> None:
    for failures in (0, 1, 99):
        found = [Pace().pause_after(failures, chance=chance) for chance in (0, 0.5, 0.9)]
        assert found == sorted(set(found), reverse=True)
