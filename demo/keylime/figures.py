# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Revocation to refusal, measured: told by Keylime's webhook, and found by polling alone."""

import statistics

from demo.narrator import Narrator
from localcluster.keylime.refusal import Refusal, hub_dead, measure_refusals
from localcluster.keylime.world import EUROPEAN, KeylimeWorld

POLL = 2.0
"""Seconds between two questions of ours to Keylime, which asks each agent every second."""
_ROUNDS = 5
_ALL = f"refused {_ROUNDS} times"
_IN_TIME = "in time"


def show_figures(world: KeylimeWorld, narrator: Narrator) -> None:
    """Extend PCRs again and again, and ask verifier and extender all the while."""
    node = EUROPEAN[0]
    narrator.step(
        f"the PCR of {node} is extended {_ROUNDS} times, and the extender is asked each 10 ms",
        "refused at once when Keylime has found it, told by its webhook: before half a poll",
        lambda: _measure(world, node, within=POLL / 2),
        _ALL, _IN_TIME,
    )  # fmt: skip
    narrator.step(
        "the same with the hub killed, so that nobody hears the webhook",
        f"refused within one poll ({POLL:.0f} s here)",
        lambda: _polled(world, node),
        _ALL, _IN_TIME,
    )  # fmt: skip


def _polled(world: KeylimeWorld, node: str) -> str:
    with hub_dead(world):
        return _measure(world, node, within=POLL)


def _measure(world: KeylimeWorld, node: str, *, within: float) -> str:
    refusals = measure_refusals(world, pod="later", node=node, rounds=_ROUNDS, period=POLL)
    return _told(refusals, within)


def _told(refusals: list[Refusal], within: float) -> str:
    found = [each.found for each in refusals]
    refused = [each.refused for each in refusals]
    in_time = statistics.median(refused) <= within
    times = [(each.found + each.refused) / each.found for each in refusals]
    return (
        f"refused {len(refusals)} times, {_IN_TIME if in_time else 'late'}\n"
        f"Keylime finds it after {_spread(found)} s\n"
        f"the extender refuses the node {_spread(refused)} s later\n"
        f"altogether {statistics.median(times):.2f} times Keylime's own delay"
    )


def _spread(seconds: list[float]) -> str:
    return f"{statistics.median(seconds):.2f} ({min(seconds):.2f} to {max(seconds):.2f})"
