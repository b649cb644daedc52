# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Revocation to refusal with real Keylime: told by its webhook, and found by polling."""

import statistics

from bench.measure import Measure, show
from localcluster.keylime.refusal import Refusal, hub_dead, measure_refusals
from localcluster.keylime.settings import VerifierSettings
from localcluster.keylime.world import EUROPEAN, KeylimeWorld, keylime_world_running

_ROUNDS = 8
_POLL = 2.0
"""Seconds between two questions to Keylime, which asks each agent every second."""
_PACE = {"pollPeriod": f"{_POLL:.0f}s", "maxStaleness": "10s", "deadline": "3s"}
_POD = "api"


def measure_revocation() -> list[Measure]:
    """Return both as multiples of the delay that is not ours, in a world of their own.

    Raises:
        LocalClusterError: It did not start, or a node is not refused.
    """
    settings = VerifierSettings(quote_interval=1.0)
    with keylime_world_running(settings, pace=_PACE, hints=True) as world:
        image = world.images.encrypted("bench/api:1").reference
        world.run_pod(_POD, image)
        world.wait(lambda: world.node_of(_POD), what="the pod is bound")
        pushed = _refusals(world)
        with hub_dead(world):
            polled = _refusals(world)
    later = [each.refused for each in polled]
    return [
        _figure("revocation to refusal, pushed", _whole(pushed), _found(pushed), "Keylime"),
        _figure("revocation to refusal, polled", _whole(polled), _found(polled), "Keylime"),
        _figure("found to refused, polled", later, [_POLL], "a poll"),
    ]


def _refusals(world: KeylimeWorld) -> list[Refusal]:
    return measure_refusals(world, pod=_POD, node=EUROPEAN[0], rounds=_ROUNDS, period=_POLL)


def _whole(refusals: list[Refusal]) -> list[float]:
    return [each.found + each.refused for each in refusals]


def _found(refusals: list[Refusal]) -> list[float]:
    return [each.found for each in refusals]


def _figure(name: str, ours: list[float], other: list[float], against: str) -> Measure:
    """Compare medians: single rounds depend on when in the verifier's second they come."""
    value, reference = statistics.median(ours), statistics.median(other)
    figure = Measure(
        name=name,
        value=round(value, 3),
        unit="s",
        reference=round(reference, 3),
        ratio=round(value / reference, 3),
        n=len(ours),
    )
    show(figure, against=against, spread=f"{min(ours):.2f} to {max(ours):.2f} s")
    return figure
