# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The same question is asked once at a time."""

import gc
import threading
import time
import weakref
from concurrent.futures import ThreadPoolExecutor

import pytest

from images.errors import ImageUnavailableError, RefusedError
from images.flight import Flights

SOON = 5.0


def test_those_who_ask_meanwhile_get_the_same_answer() -> None:
    flights: Flights[object] = Flights(remember=0)
    go, asked = threading.Event(), []

    def question() -> object:
        asked.append(1)
        go.wait(SOON)
        return object()

    def ask(_: int) -> object:
        return flights.ask("key", question, deadline=time.monotonic() + SOON)

    with ThreadPoolExecutor(20) as pool:
        answers = pool.map(ask, range(20))
        while not asked:
            time.sleep(0.001)
        time.sleep(0.05)
        go.set()
        assert len(set(answers)) == 1
    assert len(asked) == 1
    go.set()
    assert flights.ask("key", question, deadline=time.monotonic() + SOON) is not None
    assert len(asked) == 2


def test_two_hundred_questions_about_forty_things_never_mix_up() -> None:
    flights: Flights[int] = Flights(remember=0)

    def ask(number: int) -> tuple[int, int]:
        key = number % 40

        def question() -> int:
            time.sleep(0.001)
            return key

        return key, flights.ask(key, question, deadline=time.monotonic() + SOON)

    with ThreadPoolExecutor(50) as pool:
        assert all(key == answer for key, answer in pool.map(ask, range(200)))


def test_a_failure_is_everybodys_and_remembered_for_seconds() -> None:
    now = [0.0]
    flights: Flights[str] = Flights(remember=3, clock=lambda: now[0])

    def fails() -> str:
        raise RefusedError("registry r.example is down")

    for question in (fails, lambda: "never asked"):
        with pytest.raises(RefusedError, match=r"r\.example is down"):
            flights.ask("key", question, deadline=SOON)
    assert flights.ask("other", lambda: "asked", deadline=SOON) == "asked"
    now[0] = 3.0
    assert flights.ask("key", lambda: "asked again", deadline=SOON) == "asked again"


def test_a_defect_is_not_remembered_and_leaves_nothing_under_way() -> None:
    flights: Flights[str] = Flights(remember=3)

    def broken() -> str:
        raise KeyError("defect")

    with pytest.raises(KeyError):
        flights.ask("key", broken, deadline=SOON)
    assert flights.ask("key", lambda: "asked", deadline=SOON) == "asked"


def test_nobody_waits_for_another_longer_than_they_may() -> None:
    flights: Flights[str] = Flights(remember=0)
    go = threading.Event()
    with ThreadPoolExecutor(1) as pool:
        started = threading.Event()

        def question() -> str:
            started.set()
            go.wait(SOON)
            return "late"

        first = pool.submit(flights.ask, "key", question, deadline=time.monotonic() + SOON)
        started.wait(SOON)
        with pytest.raises(ImageUnavailableError, match="without an answer yet"):
            flights.ask("key", question, deadline=time.monotonic())
        go.set()
        assert first.result() == "late"


def test_a_failure_that_is_remembered_keeps_nothing_alive_of_who_asked() -> None:
    class Review:
        """What stands for megabytes."""

    def ask(review: Review) -> None:
        def fails() -> Review:
            if review:
                raise RefusedError("no")
            return review

        with pytest.raises(RefusedError):
            flights.ask("key", fails, deadline=SOON)

    flights: Flights[Review] = Flights(remember=3)
    review = Review()
    gone = weakref.ref(review)
    ask(review)
    del review
    gc.collect()
    assert gone() is None
