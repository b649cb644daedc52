# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Modelled clusters at the moments that tests begin with."""

from collections.abc import Callable
from functools import cache

from tests.unit.trust.handshakes import failures
from tests.unit.trust.rotating import LIFETIMES, MINUTE, READY_AFTER, Rotating
from trust.rotation_steps import (
    MakeSuccessor,
)

SETTLE = int(LIFETIMES.settle / MINUTE)


def until(cluster: Rotating, reached: Callable[[], bool]) -> None:
    """Let time pass until something is reached, two authorities' lives at most."""
    for _ in range(200):
        if reached():
            return
        cluster.minutes(1)
    raise AssertionError("it is never reached")


def steady() -> Rotating:
    """Return a cluster whose first certificates have been seen by everybody."""
    cluster = Rotating()
    cluster.minutes(READY_AFTER + SETTLE)
    assert failures(cluster) == []
    cluster.done.clear()
    return cluster


def rotating() -> Rotating:
    """Return a cluster at the minute at which its authority is due, nothing done about it yet."""
    cluster = steady()
    until(cluster, lambda: isinstance(cluster.step(lost=True), MakeSuccessor))
    cluster.done.clear()
    return cluster


def kinds(cluster: Rotating) -> list[str]:
    return [type(action).__name__ for action in cluster.done]


def in_phase(phase: str) -> Rotating:
    cluster = steady() if phase == "steady" else rotating()
    if phase == "announced":
        cluster.work()
    elif phase == "switched":
        until(cluster, lambda: bool(cluster.retired))
    cluster.done.clear()
    return cluster


@cache
def due() -> Rotating:
    """Return such a cluster again and again; copy it before it is changed."""
    return rotating()
