# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The keeper of the newest Snapshot, with a service that a test plays."""

import threading
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from attestation.errors import ServiceUnavailableError
from attestation.keeper import Pace, SnapshotKeeper
from attestation.service import Answer
from tests.unit.trust.builders import NOON, REPORT

PACE = Pace(period=timedelta(milliseconds=1), max_staleness=timedelta(seconds=30))


class Service:
    """Answers what the test says; ``asked`` is set after each answer."""

    name = "lab"
    names_suffice = True

    def __init__(self) -> None:
        self.answer: Answer | Exception = Answer(reports=(REPORT,), answered_at=NOON)
        self.turn = threading.Semaphore(0)

    def fetch(self, *, deadline: float) -> Answer:
        """Return or raise it."""
        self.turn.release()
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    def wait_for_polls(self) -> None:
        """Return when two more polls have begun: the first of them has then ended."""
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
