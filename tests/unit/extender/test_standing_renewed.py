# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Appraisals made anew before the next call asks for them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.unit.extender.standing_world import World
from tests.unit.trust.builders import NODE, NOON, REPORT, snapshot


@pytest.fixture
def world() -> World:
    return World()


def test_what_holds_is_not_renewed(world: World) -> None:
    assert world.renew() == 0
    first = world.ask()
    assert world.renew() == 0
    assert world.ask() is first


def test_what_was_superseded_is_renewed_before_it_is_asked_for(world: World) -> None:
    first = world.ask()
    world.snapshots.current = snapshot(replace(REPORT, trusted=False))
    assert world.renew(seconds=1) == 1
    second = world.ask(seconds=2)
    assert first.accepted == {"m1"}
    assert second.accepted == frozenset()
    assert world.renew(seconds=3) == 0
    assert world.ask(seconds=3) is second


def test_what_ends_by_time_is_renewed(world: World) -> None:
    assert world.ask().valid_until == NOON + timedelta(seconds=30)
    assert world.renew(seconds=30) == 1
    assert world.ask(seconds=30).accepted == frozenset()


def test_renewed_in_pieces_it_is_the_same(world: World) -> None:
    for number in range(120):
        world.nodes.put(f"n{number}", replace(NODE, name=f"n{number}"))
    world.ask()
    world.nodes.put("m2", replace(NODE, name="m2"))
    assert world.renew(seconds=1) == 1
    assert world.rests == 3
    renewed = world.ask(seconds=1)
    world.snapshots.current = snapshot(REPORT)
    afresh = world.ask(seconds=1)
    assert afresh is not renewed
    assert afresh == renewed


def test_a_cluster_without_nodes_is_renewed_too(world: World) -> None:
    world.nodes.objects.clear()
    world.ask()
    world.nodes.revision += 1
    assert world.renew() == 1
    assert world.ask().accepted == frozenset()


def test_a_call_that_is_faster_than_the_renewal_is_not_undone(world: World) -> None:
    world.ask()
    made = []

    def superseded() -> None:
        world.snapshots.current = snapshot(replace(REPORT, trusted=False))
        made.append(world.ask(seconds=1))

    for number in range(120):
        world.nodes.put(f"n{number}", replace(NODE, name=f"n{number}"))
    world.meanwhile = superseded
    assert world.renew() == 0
    assert world.rests == 1, "nobody wants the rest of it any more"
    assert world.ask(seconds=1) is made[0]


def test_what_nobody_has_asked_for_lately_is_left_alone(world: World) -> None:
    world.ask()
    world.snapshots.current = snapshot(REPORT)
    assert world.renew(seconds=601) == 0
    assert world.renew(seconds=599) == 1


def test_an_answer_that_was_kept_counts_as_asked_for_too(world: World) -> None:
    first = world.ask()
    assert world.ask(seconds=29) is first
    world.snapshots.current = snapshot(REPORT)
    assert world.renew(seconds=610) == 1
