# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Appraisals that are kept, and when they are made anew; ``is`` tells one from the other."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from extender.standing import Standing
from tests.simulators.cluster import SimulatedObjects
from tests.simulators.snapshots import SimulatedSnapshots
from tests.unit.extender.standing_world import NEED, World
from tests.unit.trust.builders import NODE, NOON, REPORT, policy, snapshot
from trust.need import Need
from trust.report import Node

KEPT = 64


def tagged(**tags: str) -> Need:
    return replace(NEED, asset_tags={key: frozenset({value}) for key, value in tags.items()})


@pytest.fixture
def world() -> World:
    return World()


def test_what_was_made_is_kept_while_nothing_changes(world: World) -> None:
    first = world.ask()
    assert first.accepted == {"m1"}
    assert world.ask() is first
    assert world.ask(seconds=29) is first


def test_a_change_of_a_node_or_of_the_snapshot_makes_it_anew(world: World) -> None:
    first = world.ask()
    world.nodes.put("m2", replace(NODE, name="m2"))
    second = world.ask()
    assert second is not first
    assert second.accepted | second.refused.keys() == {"m1", "m2"}
    world.snapshots.current = snapshot(replace(REPORT, trusted=False))
    assert world.ask().accepted == frozenset()


def test_an_equal_snapshot_that_is_another_makes_it_anew(world: World) -> None:
    first = world.ask()
    world.snapshots.current = snapshot(REPORT)
    assert world.ask() is not first


def test_it_holds_up_to_its_end_and_not_at_it(world: World) -> None:
    first = world.ask()
    assert first.valid_until == NOON + timedelta(seconds=30)
    assert world.ask(seconds=29.999) is first
    late = world.ask(seconds=30)
    assert late is not first
    assert late.accepted == frozenset()


def test_a_clock_that_was_set_back_makes_it_anew(world: World) -> None:
    first = world.ask(seconds=5)
    assert world.ask(seconds=4.999) is not first


def test_needs_that_ask_nodes_the_same_share_and_others_do_not(world: World) -> None:
    first = world.ask(tagged(a="1", b="2"))
    assert world.ask(replace(tagged(b="2", a="1"), policies=("another",))) is first
    assert world.ask(replace(NEED, encryption=policy().encryption)) is world.ask()
    others = [
        tagged(a="1"),
        tagged(a="1", b="3"),
        tagged(a="2", b="1"),
        replace(tagged(a="1", b="2"), max_report_age=timedelta(minutes=4)),
        replace(tagged(a="1", b="2"), trust_required=False),
    ]
    assert all(world.ask(other) is not first for other in others)


def test_the_oldest_is_forgotten_when_there_are_too_many(world: World) -> None:
    made = [world.ask(tagged(number=str(number))) for number in range(KEPT)]
    assert world.ask(tagged(number="0")) is made[0]
    world.ask()
    assert world.ask(tagged(number=str(KEPT - 1))) is made[-1]
    assert world.ask(tagged(number="1")) is made[1]
    assert world.ask(tagged(number="0")) is not made[0]


def test_what_was_made_anew_is_the_youngest(world: World) -> None:
    for number in range(KEPT):
        world.ask(tagged(number=str(number)))
    world.nodes.put("m1", replace(NODE, labels={"a": "b"}))
    renewed = world.ask(tagged(number="0"))
    world.ask()
    assert world.ask(tagged(number="0")) is renewed


class Slow(SimulatedObjects[Node]):
    """Nodes that take so long to read that others ask meanwhile."""

    def meanwhile(self) -> None:
        """Do nothing, until a test says what."""

    def values(self) -> Mapping[str, Node]:
        """Return all of them, later."""
        self.meanwhile()
        return super().values()


def test_what_others_push_out_while_it_is_made_can_be_renewed() -> None:
    nodes = Slow({"m1": NODE})
    standing = Standing(nodes=nodes, snapshots=SimulatedSnapshots(snapshot(REPORT)))
    standing.appraisal(NEED, now=NOON)
    crowd = [tagged(number=str(number)) for number in range(KEPT)]

    def meanwhile() -> None:
        while crowd:
            standing.appraisal(crowd.pop(), now=NOON)

    nodes.put("m1", replace(NODE, labels={"a": "b"}))
    nodes.meanwhile = meanwhile  # type: ignore[method-assign]
    standing.appraisal(NEED, now=NOON)
    nodes.put("m1", NODE)
    assert standing.renew(now=lambda: NOON, rest=lambda: None) == KEPT
