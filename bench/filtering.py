# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""``/filter`` for 100, 1,000 and 5,000 names against the echo.

All numbers of names and both sides take turns in each round: what a byte more costs is a difference
of small differences, and a machine that is busier for some seconds must not make it.
"""

import json
from dataclasses import dataclass
from itertools import pairwise

from bench.client import Caller
from bench.extenders import filter_body
from bench.measure import Measure, Rounds, percentile, show
from bench.stage import NODES, Stage
from localcluster.errors import LocalClusterError

_SIZES = (100, 1000, NODES)
_CALLS = {100: 60, 1000: 40, NODES: 25}
_ROUNDS = 12
_MICROSECONDS, _KILOBYTE = 1000, 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Side:
    """So many names, asked of both.

    Attributes:
        size: Names.
        traffic: Bytes of a call and its answer.
        ours: Asks the extender.
        echo: Asks the echo.
        rounds: What that took.
    """

    size: int
    traffic: int
    ours: Caller
    echo: Caller
    rounds: Rounds

    def run(self) -> None:
        """Call both for a round."""
        calls = range(_CALLS[self.size])
        self.rounds.run(
            lambda: [self.ours.call() for _ in calls], lambda: [self.echo.call() for _ in calls]
        )


def measure_filter(stage: Stage) -> list[Measure]:
    """Return p50 and p99 for each number of names, and how they grow."""
    bodies = {size: filter_body(stage, size) for size in _SIZES}
    port = stage.cluster.ports.extender
    ours = {size: _caller(stage, port, "/filter", body) for size, body in bodies.items()}
    answers = {size: caller.answer() for size, caller in ours.items()}
    for size, answer in answers.items():
        accepted = len(json.loads(answer)["NodeNames"])
        if accepted != size * 9 // 10:
            raise LocalClusterError(f"/filter accepted {accepted} of {size} nodes")
    routes = {f"/filter-{size}": json.loads(answer) for size, answer in answers.items()}
    process = stage.start_echo("filter", routes)
    sides = [
        _Side(
            size=size,
            traffic=len(body) + len(answers[size]),
            ours=ours[size],
            echo=_caller(stage, stage.cluster.ports.spare, f"/filter-{size}", body),
            rounds=Rounds([], []),
        )
        for size, body in bodies.items()
    ]
    _take_turns(sides)
    process.stop()
    return [*(figure for side in sides for figure in _figures(side)), _growth(sides)]


def _caller(stage: Stage, port: int, path: str, body: bytes) -> Caller:
    return Caller(port, path, body, pki=stage.cluster.pki.folder, client="extender-client")


def _take_turns(sides: list[_Side]) -> None:
    for side in sides:
        side.run()
        side.rounds.ours.clear()
        side.rounds.other.clear()
    for _ in range(_ROUNDS):
        for side in sides:
            side.run()
    for side in sides:
        side.ours.close()
        side.echo.close()


def _figures(side: _Side) -> list[Measure]:
    name, measure = f"/filter {side.size} names", side.rounds.measure
    return [
        measure(f"{name} p50", "ms", lambda samples: percentile(samples, 0.5)),
        measure(f"{name} p99", "ms", lambda samples: percentile(samples, 0.99)),
    ]


def _growth(sides: list[_Side]) -> Measure:
    """Return what a byte more costs at the upper end by what it costs at the lower."""
    traffic = [side.traffic for side in sides]
    lower, upper = _slopes([side.rounds.ours for side in sides], traffic)
    echo_lower, echo_upper = _slopes([side.rounds.other for side in sides], traffic)
    figure = Measure(
        name="/filter growth, p50 a byte",
        value=round(upper, 4),
        unit="µs",
        reference=round(lower, 4),
        ratio=round(upper / lower, 3),
        n=_ROUNDS * _CALLS[NODES],
    )
    spread = (
        f"a kilobyte from {_SIZES[1]} to {_SIZES[2]} names by one from {_SIZES[0]} to {_SIZES[1]}, "
        f"of the echo {echo_upper / echo_lower:.2f}"
    )
    show(figure, against="below", spread=spread)
    return figure


def _slopes(rounds: list[list[list[float]]], traffic: list[int]) -> list[float]:
    """Return microseconds for each kilobyte more, between each number of names and the next."""
    times = [percentile([each for one in some for each in one], 0.5) for some in rounds]
    points = list(zip(times, traffic, strict=True))
    return [
        (after[0] - before[0]) * _MICROSECONDS / (after[1] - before[1]) * _KILOBYTE
        for before, after in pairwise(points)
    ]
