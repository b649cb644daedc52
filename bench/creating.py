# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Pods created through the real API server, with our webhook configurations and without them.

Once as people and pipelines do it, a ``kubectl apply`` for each pod, and once by a client that asks
again as soon as it is answered. The latter keeps every processor of the machine busy, so that its
ratio says how much processor time admission takes, not how long a user waits. Without means that
the configurations are gone.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import mean

from bench.configurations import Configurations
from bench.creators import Creators
from bench.measure import Measure, alternate
from bench.stage import Stage
from localcluster.errors import LocalClusterError
from localcluster.world import PROTECTED

_PARALLEL = (20, 50)
_ROUNDS = 6
_ROUNDS_OF_THE_AIM = 16
"""Of the way that has an aim: six rounds do not tell 0.955 from 0.95."""
_APPLY = ", kubectl apply"
_AIMED_AT = (20, _APPLY)
_APPLIED = 60
_POSTED = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way to create so many pods, so many at a time."""

    name: str
    create: Callable[[int, int], None]
    parallel: int
    pods: int
    rounds: int = _ROUNDS


def measure_creation(stage: Stage) -> list[Measure]:
    """Return pods per second for each way and each number of creators."""
    pushed = stage.images.encrypted("bench/api:1")
    image = f"{pushed.reference}@{pushed.digest}"
    creators = Creators(stage.cluster, PROTECTED, image)
    configurations = Configurations(stage.cluster, image)
    ways = [
        Way(
            name=f"pods, {parallel} parallel{by}",
            create=create,
            parallel=parallel,
            pods=pods,
            rounds=_ROUNDS_OF_THE_AIM if (parallel, by) == _AIMED_AT else _ROUNDS,
        )
        for parallel in _PARALLEL
        for by, create, pods in (
            (_APPLY, creators.apply, _APPLIED),
            (", one busy client", creators.post, _POSTED),
        )
    ]
    return [_measure(stage, configurations, creators, way) for way in ways]


def _measure(stage: Stage, configurations: Configurations, creators: Creators, way: Way) -> Measure:
    def rate() -> list[float]:
        started = time.perf_counter()
        way.create(way.parallel, way.pods)
        seconds = time.perf_counter() - started
        creators.delete()
        return [way.pods / seconds]

    def ours() -> list[float]:
        configurations.apply()
        before = stage.validated()
        found = rate()
        asked = stage.validated() - before
        if asked != way.pods:
            raise LocalClusterError(f"/validate was asked {asked} times for {way.pods} pods")
        return found

    def without() -> list[float]:
        configurations.remove()
        return rate()

    for side in (without, ours):
        side()
    rounds = alternate(ours, without, rounds=way.rounds, against="without")
    configurations.apply()
    return rounds.measure(way.name, "1/s", mean, n=way.rounds * way.pods)
