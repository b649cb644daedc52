# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Revocation to refusal, measured: told by Keylime's webhook, and found by polling alone."""

import statistics
import time
from collections.abc import Callable

from demo.keylime.refusal import Filter, Refusal, bring_back, measure_refusal
from demo.narrator import Narrator
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
        lambda: _without_hub(world, lambda: _measure(world, node, within=POLL)),
        _ALL, _IN_TIME,
    )  # fmt: skip


def _without_hub(world: KeylimeWorld, measure: Callable[[], str]) -> str:
    world.bondstone.processes["hub"].kill()
    try:
        return measure()
    finally:
        world.bondstone.launch("hub")
        world.bondstone.wait_ready("hub")


def _measure(world: KeylimeWorld, node: str, *, within: float) -> str:
    filter_call = Filter(world, "later")
    refusals = []
    try:
        world.wait(lambda: filter_call.accepts(node), what=f"the extender accepts {node}")
        for number in range(_ROUNDS):
            time.sleep(POLL * number / _ROUNDS)  # at another time between two polls each time
            refusals.append(measure_refusal(world, filter_call, node))
            bring_back(world, filter_call, node)
    finally:
        filter_call.close()
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
