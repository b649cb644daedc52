# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Events in the life of an installation, counted by clients outside: 0 failed, nothing let through.

Fifty pods and fifty calls of /filter a second, through Services with two replicas; every fifth pod
has an image that nobody may let in. The installation begins with the previous manifests.
"""

from datetime import timedelta

import pytest

from tests.e2e.events.counting import counting
from tests.e2e.events.happening import (
    drain,
    kill,
    restart_api_server,
    roll,
    upgrade,
    with_own_clock,
)
from tests.e2e.events.replicated import Replicated

HOUR = timedelta(hours=1)
CLOCK = ("expired at", "has not come yet", "and our clock says", "longer than 1m")
WHILE_IT_IS_OFF = 150
"""Requests of each client."""


def entries(replicated: Replicated) -> str:
    path = "-o=jsonpath={.webhooks[*].name}"
    return replicated.world.kubectl("get", "validatingwebhookconfiguration", "bondstone", path)


def test_upgrade_from_the_previous_manifests(replicated: Replicated) -> None:
    before = entries(replicated)
    with counting(replicated, "upgrade") as counted:
        upgrade(replicated)
    assert counted.failed() == []
    assert "protected-changes" not in before
    assert "protected-changes" in entries(replicated)


def test_rolling_update_of_webhook_and_extender(replicated: Replicated) -> None:
    with counting(replicated, "rolling update") as counted:
        roll(replicated)
    assert counted.failed() == []


def test_drain_of_nodes_that_carry_replicas(replicated: Replicated) -> None:
    with counting(replicated, "drain") as counted:
        drain(replicated)
    assert counted.failed() == []


def test_restart_of_the_api_server(replicated: Replicated) -> None:
    with counting(replicated, "API server restart") as counted:
        restart_api_server(replicated)
    assert counted.failed() == []


def test_replicas_killed_lose_what_they_were_asked_and_no_more(replicated: Replicated) -> None:
    """What a dead process was asked is lost by nature: each failure is one that a Service saw."""
    with counting(replicated, "kill -9") as counted:
        kill(replicated)
    assert counted.open() == []
    assert len(counted.failed()) <= counted.lost.cut + counted.lost.refused


@pytest.mark.parametrize("jump", [HOUR, -HOUR], ids=["an hour ahead", "an hour back"])
def test_clock_of_a_replica_jumps(replicated: Replicated, jump: timedelta) -> None:
    """Its extender cannot tell how old reports are, and says so; the age of images is no matter."""
    with (
        with_own_clock(replicated) as set_clock,
        counting(replicated, f"clock {jump.total_seconds():.0f} s") as counted,
    ):
        set_clock(jump)
        counted.ask_more(replicated, WHILE_IT_IS_OFF)
        set_clock(timedelta())
    assert counted.open() == []
    assert counted.pods.told == []
    assert [text for text in counted.filters.told if not any(why in text for why in CLOCK)] == []
