# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A machine that fails is refused at once, and a hint alone takes nobody out for long."""

import time

import pytest
import urllib3

from localcluster.keylime.refusal import Filter, bring_back, measure_refusal
from localcluster.keylime.world import EUROPEAN, KeylimeWorld
from tests.e2e.hints.conftest import Post, polled_at, suspicions

FIRST, SECOND = EUROPEAN
_BETWEEN_POLLS = 15.0
"""Seconds, fewer than there are between two polls, and more than clocks differ by."""


def test_a_machine_that_fails_is_refused_before_anybody_polls(
    world: KeylimeWorld, filter_call: Filter
) -> None:
    world.wait(lambda: filter_call.accepts(FIRST), what="the node is accepted")
    world.wait(lambda: time.time() - polled_at(world) < 3, what="a poll has ended")
    before = polled_at(world)
    refusal = measure_refusal(world, filter_call, FIRST)
    print(f"refused {refusal.refused:.2f} s after the verifier knew")  # noqa: T201  the figure
    assert abs(polled_at(world) - before) < _BETWEEN_POLLS, "the extender knows it from no poll"
    assert "pcr_validation.invalid_pcr_15" in suspicions(world, FIRST)
    assert filter_call.accepts(SECOND)
    bring_back(world, filter_call, FIRST)
    world.wait(lambda: suspicions(world, FIRST) in ("", "[]"), what="the suspicion is cleared")


def test_a_forged_hint_costs_a_poll_and_the_same_one_again_costs_nothing(
    world: KeylimeWorld, filter_call: Filter, post: Post
) -> None:
    world.wait(lambda: filter_call.accepts(SECOND), what="the node is accepted")
    agent_id = world.lab.agents[SECOND].agent_id
    tls = world.lab.folder / "tls"
    forged = {"event": "forged", "certificate": tls / "client.crt", "key": tls / "client.key"}
    # The next poll clears it: it has to be seen before.
    world.wait(lambda: time.time() - polled_at(world) < 3, what="a poll has ended")
    assert post(agent_id, **forged) == 202
    world.wait(
        lambda: not filter_call.accepts(SECOND), what="the node is refused", seconds=_BETWEEN_POLLS
    )
    world.wait(lambda: filter_call.accepts(SECOND), what="the node is accepted")
    world.wait(lambda: suspicions(world, SECOND) in ("", "[]"), what="the suspicion is cleared")
    for _ in range(10):
        assert post(agent_id, **forged) == 202
        assert filter_call.accepts(SECOND)
    assert suspicions(world, SECOND) in ("", "[]")


def test_nobody_hints_but_the_verifier(world: KeylimeWorld, post: Post) -> None:
    agent_id = world.lab.agents[SECOND].agent_id
    tls, pki = world.lab.folder / "tls", world.cluster.pki
    other_name = {"certificate": tls / "bondstone.crt", "key": tls / "bondstone.key"}
    assert post(agent_id, event="x", **other_name) == 403
    with pytest.raises(urllib3.exceptions.HTTPError):
        post(agent_id, event="x", certificate=pki.certificate("admin"), key=pki.key("admin"))
    assert suspicions(world, SECOND) in ("", "[]")
