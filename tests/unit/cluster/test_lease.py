# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""One Lease and several candidates: never two at a time, and nobody waits longer than it lasts."""

import pytest

from cluster.errors import UnreachableError
from cluster.lease import DURATION, Lease, own_name
from tests.simulators.objects import SimulatedStore

PATH = "/apis/coordination.k8s.io/v1/namespaces/ours/leases/bondstone-issuer"


class World:
    """A store, a clock, and candidates."""

    def __init__(self) -> None:
        self.store = SimulatedStore()
        self.seconds = 0.0

    def candidate(self, holder: str) -> Lease:
        """Return one of the candidates."""
        return Lease(
            self.store,
            namespace="ours",
            name="bondstone-issuer",
            holder=holder,
            clock=lambda: self.seconds,
        )

    @property
    def holder(self) -> str:
        """Return who has it, as the API server knows."""
        return str(self.store.objects[PATH]["spec"]["holderIdentity"])


@pytest.fixture
def world() -> World:
    return World()


def test_the_first_one_has_it_and_keeps_it(world: World) -> None:
    one, two = world.candidate("one"), world.candidate("two")
    assert one.hold()
    for _ in range(100):
        world.seconds += 2
        assert one.hold()
        assert not two.hold()
    assert (one.held, two.held, world.holder) == (True, False, "one")


def test_another_has_it_after_its_duration_and_not_earlier(world: World) -> None:
    one, two = world.candidate("one"), world.candidate("two")
    one.hold()
    assert not two.hold()
    world.seconds = DURATION - 1
    assert not two.hold()
    assert not one.held  # by itself, without asking anybody
    world.seconds = DURATION
    assert two.hold()
    assert not one.hold()
    assert world.holder == "two"


def test_a_renewal_that_another_one_sees_late_starts_its_wait_anew(world: World) -> None:
    one, two = world.candidate("one"), world.candidate("two")
    one.hold()
    two.hold()
    world.seconds = 9
    one.hold()
    world.seconds = DURATION + 1
    assert not two.hold()


def test_whoever_lets_go_makes_nobody_wait(world: World) -> None:
    one, two = world.candidate("one"), world.candidate("two")
    one.hold()
    one.release()
    assert (one.held, world.holder) == (False, "")
    assert two.hold()


def test_a_lease_that_another_one_has_is_not_let_go_of(world: World) -> None:
    one, two = world.candidate("one"), world.candidate("two")
    one.hold()
    two.release()
    assert world.holder == "one"


def test_of_two_that_write_at_once_one_has_it(world: World) -> None:
    one, two = world.candidate("one"), world.candidate("two")
    world.store.before_write = lambda: two.hold()
    assert not one.hold()
    assert world.holder == "two"
    world.store.before_write = None
    world.seconds = DURATION + 1
    two_again = world.candidate("two")
    assert not one.hold()
    world.seconds += DURATION
    world.store.before_write = lambda: two_again.hold()
    assert not one.hold()
    assert world.holder == "two"


def test_while_the_api_server_is_away_it_is_held_as_long_as_nobody_can_have_it(
    world: World,
) -> None:
    one = world.candidate("one")
    one.hold()
    world.store.failure = UnreachableError("away")
    world.seconds = 9
    assert one.hold()
    world.seconds = 11
    assert not one.hold()
    one.release()
    world.store.failure = None
    assert one.hold()


def test_a_release_that_fails_is_none(world: World) -> None:
    one = world.candidate("one")
    one.hold()
    world.store.failure = UnreachableError("away")
    one.release()
    assert not one.held
    world.store.failure = None
    assert world.holder == "one"


def test_no_two_candidates_have_one_name() -> None:
    assert len({own_name() for _ in range(100)}) == 100
