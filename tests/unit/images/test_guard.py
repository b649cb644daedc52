# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""One registry's troubles are its own."""

import math
import threading
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from images.bulkhead import CALLS, SLOW_SECONDS, Bulkhead
from images.errors import ImageUnavailableError, RefusedError, UnreachableError
from images.guard import FAILURES, PAUSE_SECONDS, Guard


class Clock:
    """Seconds that a test lets pass."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        """Return the time."""
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def guard(clock: Clock) -> Iterator[Guard]:
    bulkhead = Bulkhead("r.example", clock=clock)
    yield Guard("r.example", bulkhead, clock=clock)
    bulkhead.pool.shutdown()


def fail(guard: Guard, error: Exception) -> None:
    with pytest.raises(type(error), match=str(error)), guard.call(deadline=math.inf):
        raise error


def break_down(guard: Guard) -> None:
    for _ in range(FAILURES):
        fail(guard, UnreachableError("it cannot be reached"))


def ask(guard: Guard) -> None:
    with guard.call(deadline=math.inf):
        pass


def test_a_registry_that_failed_in_a_row_is_not_asked_for_a_while(
    guard: Guard, clock: Clock
) -> None:
    break_down(guard)
    clock.now = PAUSE_SECONDS - 1
    with pytest.raises(ImageUnavailableError) as caught:
        ask(guard)
    assert str(caught.value) == (
        "registry r.example failed 5 times in a row and is asked again in 1 s; the last time: "
        "it cannot be reached"
    )


def test_after_the_pause_one_call_is_let_in_and_opens_it_again(guard: Guard, clock: Clock) -> None:
    break_down(guard)
    clock.now = PAUSE_SECONDS
    with guard.call(deadline=math.inf), pytest.raises(ImageUnavailableError, match="in a row"):
        ask(guard)
    ask(guard)


def test_a_call_that_fails_after_the_pause_begins_another_one(guard: Guard, clock: Clock) -> None:
    break_down(guard)
    clock.now = PAUSE_SECONDS
    fail(guard, UnreachableError("still down"))
    with pytest.raises(ImageUnavailableError, match="6 times in a row"):
        ask(guard)


@pytest.mark.parametrize(
    "answer",
    [RefusedError("401"), ImageUnavailableError("has no such image"), KeyError("defect")],
)
def test_an_answer_is_no_failure_whatever_it_says(guard: Guard, answer: Exception) -> None:
    for _ in range(FAILURES + 1):
        fail(guard, answer)
    for _ in range(FAILURES - 1):
        fail(guard, UnreachableError("down"))
    fail(guard, answer)
    for _ in range(FAILURES - 1):
        fail(guard, UnreachableError("down"))
    ask(guard)


def test_nobody_waits_in_line_for_a_slow_registry(guard: Guard, clock: Clock) -> None:
    with ExitStack() as running:
        for _ in range(CALLS):
            running.enter_context(guard.call(deadline=math.inf))
        clock.now = SLOW_SECONDS + 0.1
        with pytest.raises(ImageUnavailableError, match="is slow: 8 other requests wait"):
            ask(guard)
    ask(guard)


def test_a_prompt_registry_is_waited_for(guard: Guard) -> None:
    asked = threading.Event()

    def wait_in_line() -> None:
        ask(guard)
        asked.set()

    waiting = threading.Thread(target=wait_in_line)
    with ExitStack() as running:
        for _ in range(CALLS):
            running.enter_context(guard.call(deadline=math.inf))
        waiting.start()
        assert not asked.wait(0.05)
    assert asked.wait(5)
    waiting.join()


def test_nobody_waits_in_line_for_a_registry_that_is_down(guard: Guard, clock: Clock) -> None:
    with ExitStack() as running:
        for _ in range(CALLS - 1):
            running.enter_context(guard.call(deadline=math.inf))
        break_down(guard)
        with pytest.raises(ImageUnavailableError, match="in a row"):
            ask(guard)
