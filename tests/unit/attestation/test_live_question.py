# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Live questions are shared for a moment, few at a time, and so many a second."""

import threading
from concurrent.futures import Future

import pytest

from attestation.errors import NotAskedError, ServiceUnavailableError
from attestation.live_question import AT_ONCE, BURST, RATE, SHARED_SECONDS, LiveQuestions
from tests.simulators.questions import SimulatedKeeper, ThreadsByHand
from tests.unit.attestation.test_token_bucket import Seconds
from tests.unit.trust.builders import NOON, REPORT, identity
from trust.report import Snapshot, Suspicion

M1, M2 = identity("m1"), identity("m2")


class World:
    """Questions to a keeper, with clock and threads in the hands of a test."""

    def __init__(self) -> None:
        self.keeper, self.clock, self.threads = SimulatedKeeper(), Seconds(), ThreadsByHand()
        self.took: list[float] = []
        self.questions = LiveQuestions(
            self.keeper, clock=self.clock, threads=self.threads, observe=self.took.append
        )

    def begin(self, node: str = "m1", *, deadline: float = 1000.0) -> Future[Snapshot]:
        """Ask."""
        return self.questions.begin(identity(node), deadline=deadline)


@pytest.fixture
def world() -> World:
    return World()


def test_those_who_ask_about_one_node_within_a_moment_share_a_question(world: World) -> None:
    first = world.begin()
    world.clock.now += SHARED_SECONDS / 2
    assert world.begin() is first
    world.threads.run()
    world.clock.now += SHARED_SECONDS / 4
    assert world.begin() is first, "answered or not"
    assert first.result(0).reports[M1] == REPORT
    assert world.keeper.asked == [(M1, 1000.0)]


def test_whoever_comes_later_asks_anew_however_long_the_first_question_hangs(
    world: World,
) -> None:
    first = world.begin()
    world.clock.now += SHARED_SECONDS + 0.001
    assert world.begin() is not first
    world.threads.run()
    assert len(world.keeper.asked) == 2


def test_each_node_has_a_question_of_its_own(world: World) -> None:
    assert world.begin("m1") is not world.begin("m2")
    world.threads.run()
    assert [each for each, _ in world.keeper.asked] == [M1, M2]


def test_a_question_that_is_given_up_early_is_not_shared(world: World) -> None:
    hurried = world.begin(deadline=1000.0)
    assert world.begin(deadline=1000.0 + SHARED_SECONDS / 2) is hurried
    assert world.begin(deadline=1001.0) is not hurried


def test_a_failure_is_everybodys_who_shared_it_and_nobody_elses(world: World) -> None:
    world.keeper.answer = ServiceUnavailableError("connection refused")
    first, second = world.begin(), world.begin()
    world.threads.run()
    for each in (first, second):
        with pytest.raises(ServiceUnavailableError, match="connection refused"):
            each.result(0)
    world.keeper.answer = SimulatedKeeper().answer
    world.clock.now += SHARED_SECONDS + 0.001
    again = world.begin()
    world.threads.run()
    assert again.result(0).reports[M1] == REPORT


def test_a_service_that_hangs_holds_a_few_threads_and_no_more(world: World) -> None:
    for number in range(AT_ONCE):
        world.begin(f"m{number}")
    with pytest.raises(NotAskedError, match=f"{AT_ONCE} earlier questions wait"):
        world.begin("one-more")
    assert world.begin("m0"), "who shares a question takes no thread"
    world.threads.run()
    assert world.begin("one-more")


def test_questions_that_fail_give_their_places_back(world: World) -> None:
    world.keeper.answer = ServiceUnavailableError("connection refused")
    for number in range(3 * AT_ONCE):
        world.begin(f"m{number}")
        world.threads.run()


def test_a_service_is_asked_so_many_times_a_second(world: World) -> None:
    for number in range(BURST):
        world.begin(f"m{number}")
        world.threads.run()
    with pytest.raises(NotAskedError, match=f"{RATE:g} times a second at most"):
        world.begin("one-more")
    world.clock.now += 1.5 / RATE
    world.begin("one-more")
    assert len(world.keeper.asked) == BURST


def test_who_is_not_asked_for_want_of_a_place_costs_no_token(world: World) -> None:
    for number in range(AT_ONCE):
        world.begin(f"m{number}")
    for _ in range(BURST):
        with pytest.raises(NotAskedError, match="earlier questions"):
            world.begin("one-more")
    world.threads.run()
    assert world.begin("one-more")


def test_a_suspicion_reaches_the_keeper(world: World) -> None:
    late = Suspicion(source="lab", since=NOON, why="late", evidence=False)
    world.questions.suspect(M1, late)
    assert world.keeper.suspicions == [(M1, late)]


def test_after_the_end_nothing_is_asked(world: World) -> None:
    world.questions.stop()
    with pytest.raises(NotAskedError, match="is being stopped"):
        world.begin()


def test_the_seconds_of_each_question_are_told(world: World) -> None:
    world.begin()
    world.begin()
    world.threads.run()
    assert world.took == [0.0]


def test_real_threads_ask_side_by_side() -> None:
    both = threading.Barrier(2)

    class Meeting(SimulatedKeeper):
        def ask(self, identity: object, *, deadline: float) -> Snapshot:
            both.wait(timeout=10)
            return super().ask(M1, deadline=deadline)

    questions = LiveQuestions(Meeting())
    begun = [questions.begin(each, deadline=1000.0) for each in (M1, M2)]
    assert [each.result(10).source for each in begun] == ["lab", "lab"]
    questions.stop()
