# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Rests between items, for others."""

import time
from collections.abc import Callable
from itertools import count
from math import inf

import pytest

from attestation.resting import others_seconds, resting


def diligent() -> Callable[[], float]:
    """Return a clock of a thread that does a second's work between two looks."""
    return map(float, count()).__next__


@pytest.mark.parametrize("number", [0, 1, 19, 20, 21, 95], ids=str)
def test_every_item_is_there_once_and_in_order(number: int) -> None:
    rests: list[float] = []
    busy = count()
    found = list(
        resting(range(number), until=inf, others=busy.__next__, own=diligent(), rest=rests.append)
    )
    assert found == list(range(number))
    assert len(rests) == -(-number // 20)


def test_items_that_take_next_to_nothing_need_no_rest_until_they_take_something() -> None:
    rests: list[float] = []
    busy, own = count(), iter([0.0, 0.0004, 0.0006, 0.0006, 0.0009, 0.0012, 0.0012, 0.0012])
    list(resting(range(100), until=inf, others=busy.__next__, own=own.__next__, rest=rests.append))
    assert len(rests) == 2


def test_where_nobody_else_works_there_is_no_rest() -> None:
    rests: list[float] = []
    list(resting(range(100), until=inf, others=lambda: 7.0, own=diligent(), rest=rests.append))
    assert rests == []


def test_a_poll_that_has_no_time_left_does_not_rest() -> None:
    rests: list[float] = []
    busy, clock = count(), iter([8.9, 8.9, 9.1, 9.1, 9.1])
    list(
        resting(
            range(100),
            until=10.0,
            others=busy.__next__,
            own=diligent(),
            rest=rests.append,
            clock=clock.__next__,
        )
    )
    assert len(rests) == 2


def test_without_a_deadline_there_is_no_rest() -> None:
    rests: list[float] = []
    busy = count()
    list(resting(range(100), others=busy.__next__, own=diligent(), rest=rests.append))
    assert rests == []


def test_what_this_thread_does_is_no_work_of_others() -> None:
    before, end = others_seconds(), time.thread_time() + 0.02
    while time.thread_time() < end:
        pass
    assert others_seconds() - before < 0.02
