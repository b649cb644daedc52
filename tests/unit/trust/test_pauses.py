# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Pauses as values: no clock and no chance but the test's."""

from itertools import pairwise

import pytest

from trust.pauses import retry_pause, spread

NEARLY_ONE = 1 - 2**-53


def test_pauses_double_up_to_their_bound_and_stay_there() -> None:
    found = [retry_pause(failures, longest=30, chance=0) for failures in range(1, 10)]
    assert found == [0.5, 1, 2, 4, 8, 16, 30, 30, 30]


@pytest.mark.parametrize("chance", [0, 0.5, NEARLY_ONE])
@pytest.mark.parametrize("longest", [0.002, 10.0, 20.0])
def test_whatever_the_chance_no_pause_shrinks_nor_exceeds_its_bound(
    longest: float, chance: float
) -> None:
    found = [retry_pause(failures, longest=longest, chance=chance) for failures in range(1, 99)]
    assert found[0] > 0
    assert max(found) <= longest
    assert all(before <= after for before, after in pairwise(found))


def test_a_million_failures_are_no_large_number() -> None:
    assert retry_pause(10**6, longest=30, chance=0) == 30


def test_replicas_that_failed_together_come_back_apart() -> None:
    found = [retry_pause(7, longest=30, chance=number / 10) for number in range(10)]
    assert len(set(found)) == 10
    assert max(found) == 30
    assert min(found) == pytest.approx(30 * 0.73)


def test_a_pause_is_spread_downwards_only() -> None:
    assert spread(5, chance=0) == 5
    assert spread(5, chance=NEARLY_ONE) == pytest.approx(3.5)
