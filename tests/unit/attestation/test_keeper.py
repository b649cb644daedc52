# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The keeper of the newest Snapshot, with a service that a test plays."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest

from attestation.errors import ServiceUnavailableError
from attestation.keeper import SnapshotKeeper
from attestation.pace import Pace
from attestation.service import Answer
from tests.unit.trust.builders import NOON, REPORT
from trust.report import Identity, IdentityKind

PACE = Pace(period=timedelta(milliseconds=1), max_staleness=timedelta(seconds=30))


class Service:
    """Answers what the test says; ``asked`` is set after each answer."""

    name = "lab"
    kind = IdentityKind.NODE_NAME

    def __init__(self) -> None:
        self.answer: Answer | Exception = Answer(reports=(REPORT,), answered_at=NOON)
        self.turn = threading.Semaphore(0)

    def fetch(self, *, deadline: float) -> Answer:
        """Return or raise it."""
        self.turn.release()
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    def ask(self, identity: Identity, *, deadline: float) -> Answer:
        """Return or raise it, for one node."""
        assert identity == REPORT.identity
        if isinstance(self.answer, Exception):
            raise self.answer
        return replace(self.answer, complete=False)

    def close(self) -> None:
        """Do nothing."""

    def wait_for_polls(self) -> None:
        """Return when polls that begin from now on have ended, however many went before."""
        while self.turn.acquire(blocking=False):
            pass
        for _ in range(3):
            assert self.turn.acquire(timeout=10)


class Clock:
    """A clock that stands still until a test moves it."""

    def __init__(self) -> None:
        self.instant = NOON

    def __call__(self) -> datetime:
        """Return the instant."""
        return self.instant


@pytest.fixture
def service() -> Service:
    return Service()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def keeper(service: Service, clock: Clock) -> Iterator[SnapshotKeeper]:
    keeper = SnapshotKeeper(service, pace=PACE, now=clock)
    yield keeper
    keeper.stop()


def test_before_the_first_answer_nothing_is_known(keeper: SnapshotKeeper) -> None:
    assert keeper.snapshot().fetched_at is None
    assert keeper.age_seconds(NOON) == float("inf")
    assert "is gone" in (keeper.problem() or "")


def test_an_answer_becomes_the_snapshot(
    keeper: SnapshotKeeper, service: Service, clock: Clock
) -> None:
    keeper.start()
    service.wait_for_polls()
    assert keeper.snapshot().reports == {REPORT.identity: REPORT}
    assert keeper.problem() is None
    assert keeper.age_seconds(NOON + timedelta(seconds=7)) == 7
    clock.instant = NOON + timedelta(seconds=30)
    assert "has been silent since" in (keeper.problem() or "")


def test_an_equal_snapshot_keeps_its_identity(keeper: SnapshotKeeper, service: Service) -> None:
    keeper.start()
    service.wait_for_polls()
    first = keeper.snapshot()
    service.wait_for_polls()
    assert keeper.snapshot() is first


def test_a_failure_keeps_the_reports_and_says_why(keeper: SnapshotKeeper, service: Service) -> None:
    keeper.start()
    service.wait_for_polls()
    service.answer = ServiceUnavailableError("connection refused")
    keeper.refresh()
    service.wait_for_polls()
    assert keeper.snapshot().problem == "connection refused"
    assert keeper.snapshot().reports == {REPORT.identity: REPORT}


@dataclass(frozen=True, slots=True, kw_only=True)
class NotedPace(Pace):
    """Takes down what it is asked, and plays the service's next answer."""

    service: Service
    answers: list[Answer | Exception]
    asked: list[tuple[int, float]] = field(default_factory=list)
    done: threading.Event = field(default_factory=threading.Event)

    def pause_after(self, failures: int, *, chance: float) -> float:
        """Wait no time until the answers have been played, then for ever."""
        self.asked.append((failures, chance))
        if not self.answers:
            self.done.set()
            return 3600.0
        self.service.answer = self.answers.pop(0)
        return 0.0


def test_failures_in_a_row_are_counted_and_forgotten_after_an_answer(service: Service) -> None:
    good, away = service.answer, ServiceUnavailableError("connection refused")
    service.answer = away
    pace = NotedPace(
        service=service, answers=[away, good, away], shortest_pause=timedelta(milliseconds=1)
    )
    chances = iter((0.0, 0.1, 0.2, 0.3))
    keeper = SnapshotKeeper(service, pace=pace, now=lambda: NOON, chance=lambda: next(chances))
    keeper.start()
    assert pace.done.wait(timeout=10)
    keeper.stop()
    assert pace.asked == [(1, 0.0), (2, 0.1), (0, 0.2), (1, 0.3)]
