# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A few at a time, whoever they are."""

import math
import threading
from contextlib import ExitStack

import pytest

from images.bulkhead import CALLS, SLOW_SECONDS, WAITING, Bulkhead
from images.errors import ImageUnavailableError


def test_one_more_than_there_are_places_waits_until_its_deadline() -> None:
    bulkhead = Bulkhead("r.example", clock=lambda: 0.0)
    with ExitStack() as running:
        for _ in range(CALLS):
            running.enter_context(bulkhead.place("registry r.example", deadline=0))
        with pytest.raises(ImageUnavailableError) as caught:
            running.enter_context(bulkhead.place("registry r.example", deadline=0))
    assert str(caught.value) == "registry r.example is slow: 8 other requests wait for it"
    with bulkhead.place("registry r.example", deadline=0):
        pass


def test_a_place_is_given_back_whatever_happens() -> None:
    bulkhead = Bulkhead("r.example", clock=lambda: 0.0)
    for _ in range(CALLS + 1):
        with pytest.raises(KeyError), bulkhead.place("registry r.example", deadline=0):
            raise KeyError


class Clock:
    """Seconds that a test lets pass."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        """Return the time."""
        return self.now


def wait_in_line(bulkhead: Bulkhead, said: list[str], end: threading.Event) -> threading.Thread:
    """Ask for a place without a deadline, in a thread of its own; note a refusal."""

    def ask() -> None:
        try:
            with bulkhead.place("registry r.example", deadline=math.inf):
                end.wait(10)
        except ImageUnavailableError as exc:
            said.append(str(exc))

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    return thread


def test_a_line_has_an_end_and_whoever_comes_then_is_refused_at_once() -> None:
    bulkhead, said, end = Bulkhead("r.example", clock=Clock()), list[str](), threading.Event()
    with ExitStack() as running:
        for _ in range(CALLS):
            running.enter_context(bulkhead.place("registry r.example", deadline=0))
        line = [wait_in_line(bulkhead, said, end) for _ in range(WAITING + 3)]
        for thread in line:
            thread.join(0.1)
        assert (
            said
            == [f"registry r.example is slow: {CALLS + WAITING} other requests wait for it"] * 3
        )
    end.set()
    for thread in line:
        thread.join(10)
        assert not thread.is_alive()
    assert len(said) == 3


def test_nobody_waits_longer_than_a_slow_call_takes() -> None:
    clock = Clock()
    bulkhead, said, end = Bulkhead("r.example", clock=clock), list[str](), threading.Event()
    with ExitStack() as running:
        for _ in range(CALLS):
            running.enter_context(bulkhead.place("registry r.example", deadline=0))
        waiting = wait_in_line(bulkhead, said, end)
        waiting.join(0.1)
        assert waiting.is_alive()
        clock.now = SLOW_SECONDS  # and no call has run longer yet
        waiting.join(10)
    end.set()
    assert said == [f"registry r.example is slow: {CALLS} other requests wait for it"]
