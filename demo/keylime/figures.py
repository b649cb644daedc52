# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Revocation to refusal, measured."""

import time

from demo.keylime.refusal import Filter, Refusal, bring_back, measure_refusal
from demo.narrator import Narrator
from localcluster.keylime.world import EUROPEAN, PACE, KeylimeWorld

_ROUNDS = 5
_INTERVAL = "1s"
"""Of Keylime's own questions to each agent (``VerifierSettings.quote_interval``)."""


def show_figures(world: KeylimeWorld, narrator: Narrator) -> None:
    """Extend PCRs again and again, and ask verifier and extender all the while."""
    narrator.step(
        f"PCRs of {EUROPEAN[0]} are extended {_ROUNDS} times, and the extender is asked each 10 ms",
        f"refused within a poll (Keylime asks every {_INTERVAL}, we ask it every "
        f"{PACE['pollPeriod']})",
        lambda: _measure(world, EUROPEAN[0]),
        f"{_ROUNDS} of {_ROUNDS} refused",
    )


def _measure(world: KeylimeWorld, node: str) -> str:
    filter_call = Filter(world, "later")
    refusals = []
    try:
        world.wait(lambda: filter_call.accepts(node), what=f"the extender accepts {node}")
        for number in range(_ROUNDS):
            time.sleep(number / _ROUNDS)  # we come to all sides of a second alike
            refusals.append(measure_refusal(world, filter_call, node))
            bring_back(world, filter_call, node)
    finally:
        filter_call.close()
    return f"{len(refusals)} of {_ROUNDS} refused\n{_told(refusals)}"


def _told(refusals: list[Refusal]) -> str:
    found = sorted(each.found for each in refusals)
    refused = sorted(each.refused for each in refusals)
    middle = len(refusals) // 2
    return (
        f"Keylime finds it after {found[middle]:.2f} s ({found[0]:.2f} to {found[-1]:.2f})\n"
        f"the extender refuses {refused[middle]:.2f} s later "
        f"({refused[0]:.2f} to {refused[-1]:.2f})"
    )
