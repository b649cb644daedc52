# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Pods created through the real API server, with our webhook configurations and without them.

Once as people and pipelines do it, a ``kubectl apply`` for each pod, and once by a client that asks
again as soon as it is answered. The latter keeps every processor of the machine busy, so that its
ratio says how much processor time admission takes, not how long a user waits. Without means that
the configurations are gone.

Of the way that has an aim there are many rounds, each side first in every other one, and the
processor time of the whole machine is shown beside: it says the same where nothing else runs, and
does not depend on how processes happen to be scheduled.
"""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

from bench.configurations import Configurations
from bench.creators import Creators
from bench.measure import Measure, Rounds, alternate
from bench.stage import Stage
from localcluster.errors import LocalClusterError
from localcluster.world import PROTECTED

_PARALLEL = (20, 50)
_ROUNDS = 6
_ROUNDS_OF_THE_AIM = 32
"""Of the way that has an aim: rounds of the same side differ by 5 %, and 0.95 is to be told from
0.96. Even, so that each side is first as often."""
_APPLY = ", kubectl apply"
_AIMED_AT = (20, _APPLY)
_APPLIED = 80
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
    return [each for way in ways for each in _measure(stage, configurations, creators, way)]


def _measure(
    stage: Stage, configurations: Configurations, creators: Creators, way: Way
) -> list[Measure]:
    """Return pods a second, and of the way that has an aim pods a second of processor time."""
    busy: dict[bool, list[list[float]]] = {True: [], False: []}

    def rate(*, asked: bool) -> list[float]:
        spent, started = busy_seconds(), time.perf_counter()
        way.create(way.parallel, way.pods)
        seconds = time.perf_counter() - started
        busy[asked].append([way.pods / (busy_seconds() - spent)])
        creators.delete()
        return [way.pods / seconds]

    def ours() -> list[float]:
        configurations.apply()
        before = stage.validated()
        found = rate(asked=True)
        asked = stage.validated() - before
        if asked != way.pods:
            raise LocalClusterError(f"/validate was asked {asked} times for {way.pods} pods")
        return found

    def without() -> list[float]:
        configurations.remove()
        return rate(asked=False)

    for side in (without, ours):
        side()
    rounds = alternate(ours, without, rounds=way.rounds, against="without")
    configurations.apply()
    n, close = way.rounds * way.pods, way.rounds == _ROUNDS_OF_THE_AIM
    figures = [rounds.measure(way.name, "1/s", mean, n=n, close=close)]
    if close:
        processor = Rounds(busy[True][1:], busy[False][1:], "without")
        figures.append(
            processor.measure(f"by processor time: {way.name}", "1/s", mean, n=n, close=True)
        )
    return figures


def busy_seconds() -> float:
    """Return for how long processors have not been idle, all of the machine (proc(5), stat)."""
    first = Path("/proc/stat").read_text().split("\n", 1)[0]
    user, nice, system, _idle, _wait, irq, softirq, *_ = (int(each) for each in first.split()[1:])
    return (user + nice + system + irq + softirq) / os.sysconf("SC_CLK_TCK")
