# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""All sources that must vouch are asked, and one that does not answer is held against the node."""

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from prometheus_client import CollectorRegistry

from attestation.errors import AttestationError, ServiceUnavailableError
from attestation.live_metrics import LiveMetrics
from attestation.live_question import LiveQuestions
from tests.simulators.questions import SimulatedKeeper, ThreadsByHand
from tests.unit.trust.builders import NODE, NOON, REPORT, identity, snapshot
from trust.report import IdentityKind, Snapshot
from webhook.live_check import MOMENT, LiveCheck
from webhook.seats import Seats

SOON = 30.0


class World:
    """A check of two sources."""

    def __init__(self, *, patience: float = SOON, threads: ThreadsByHand | None = None) -> None:
        self.keepers = {name: SimulatedKeeper(source=name) for name in ("eu", "us")}
        self.metrics = CollectorRegistry()
        self.questions = {
            name: LiveQuestions(keeper, threads=threads) for name, keeper in self.keepers.items()
        }
        self.check = LiveCheck(
            self.questions,
            seats=Seats(threads=64),
            metrics=LiveMetrics(self.metrics),
            now=lambda: NOON,
            patience=timedelta(seconds=patience),
        )

    def outcomes(self, *names: str) -> dict[str, str]:
        """Ask, hold silences against the node, and return what became of it."""
        concerned = [source(name) for name in names]
        answers = self.check.ask(NODE, concerned, deadline=time.monotonic() + SOON)
        self.check.hold_against(NODE, concerned, answers)
        return {each.source: each.outcome for each in answers}

    def counted(self, source: str, outcome: str) -> float | None:
        """Return what the metric says."""
        labels = {"source": source, "outcome": outcome}
        return self.metrics.get_sample_value("bondstone_live_questions_total", labels)


def source(name: str) -> Snapshot:
    return replace(snapshot(REPORT), source=name)


@pytest.fixture
def world() -> Iterator[World]:
    made = World()
    yield made
    made.check.stop()


def test_every_source_is_asked_about_the_node_and_no_other_one_is(world: World) -> None:
    assert world.outcomes("eu", "us") == {"eu": "trusted", "us": "trusted"}
    assert [each for each, _ in world.keepers["eu"].asked] == [identity("m1")]
    assert world.outcomes("us") == {"us": "trusted"}
    assert world.counted("eu", "trusted") == 1
    assert world.counted("us", "trusted") == 2


def test_an_untrusted_answer_is_an_answer_and_no_silence(world: World) -> None:
    world.keepers["eu"].answer = snapshot(replace(REPORT, trusted=False))
    assert world.outcomes("eu") == {"eu": "untrusted"}
    assert world.keepers["eu"].suspicions == []


def test_a_failure_makes_the_node_suspect_at_that_source_alone(world: World) -> None:
    world.keepers["eu"].answer = ServiceUnavailableError("status 500")
    assert world.outcomes("eu", "us") == {"eu": "failed", "us": "trusted"}
    ((suspect, suspicion),) = world.keepers["eu"].suspicions
    assert suspect == identity("m1")
    assert (suspicion.source, suspicion.since, suspicion.evidence) == ("eu", NOON, False)
    assert suspicion.why == "no live answer: status 500"
    assert world.keepers["us"].suspicions == []


def test_who_does_not_answer_in_time_is_late_and_its_node_suspect() -> None:
    world = World(patience=0.01, threads=ThreadsByHand())
    assert world.outcomes("eu") == {"eu": "late"}
    assert world.keepers["eu"].suspicions[0][1].why == "no live answer within 0.01s"
    assert world.counted("eu", "late") == 1


def test_the_deadline_of_the_request_ends_patience(world: World) -> None:
    past = time.monotonic() - 1
    world.check.ask(NODE, [source("eu")], deadline=past)
    while not world.keepers["eu"].asked:
        time.sleep(0.001)
    assert world.keepers["eu"].asked[0][1] == past + MOMENT


def test_without_a_seat_or_an_identity_nobody_is_asked_and_nothing_is_held_against_the_node(
    world: World,
) -> None:
    hardware = replace(source("eu"), kind=IdentityKind.HARDWARE_UUID)
    (answer,) = world.check.ask(NODE, [hardware], deadline=time.monotonic() + SOON)
    assert answer.outcome == "not-asked"
    full = World()
    check = LiveCheck(
        full.questions,
        seats=Seats(threads=1),
        metrics=LiveMetrics(CollectorRegistry()),
        now=lambda: NOON,
    )
    concerned = [source("eu")]
    with check._seats.taken(["us"]):
        answers = check.ask(NODE, concerned, deadline=time.monotonic() + SOON)
    check.hold_against(NODE, concerned, answers)
    assert [each.outcome for each in answers] == ["not-asked"]
    assert (full.keepers["eu"].asked, full.keepers["eu"].suspicions) == ([], [])


def test_a_question_that_the_source_has_no_room_for_is_not_asked(world: World) -> None:
    world.questions["eu"].stop()
    assert world.outcomes("eu", "us") == {"eu": "not-asked", "us": "trusted"}
    assert world.keepers["eu"].suspicions == []


def test_every_error_of_a_service_is_a_failure(world: World) -> None:
    world.keepers["eu"].answer = AttestationError("anything")
    assert world.outcomes("eu") == {"eu": "failed"}
