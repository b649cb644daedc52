# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""``/filter`` for 100, 1,000 and 5,000 names against the echo."""

import json
from functools import partial
from itertools import pairwise

from bench.client import Caller
from bench.extenders import filter_body
from bench.measure import Measure, alternate, percentile, show
from bench.stage import NODES, Stage
from localcluster.errors import LocalClusterError

_SIZES = (100, 1000, NODES)
_CALLS = {100: 60, 1000: 40, NODES: 25}
_ROUNDS = 12
_KILOBYTE = 1000


def measure_filter(stage: Stage) -> list[Measure]:
    """Return p50 and p99 for each number of names."""
    measures: list[Measure] = []
    traffic: list[int] = []
    for size in _SIZES:
        figures, sent = _measure(stage, size)
        measures += figures
        traffic.append(sent)
    return [*measures, _growth(measures[::2], traffic)]


def _measure(stage: Stage, size: int) -> tuple[list[Measure], int]:
    """Return the figures, and the bytes of a call and its answer."""
    body = filter_body(stage, size)
    pki = stage.cluster.pki.folder
    caller = partial(Caller, path="/filter", body=body, pki=pki, client="extender-client")
    ours = caller(stage.cluster.ports.extender)
    raw = ours.answer()
    answer = json.loads(raw)
    if len(answer["NodeNames"]) != size * 9 // 10:
        raise LocalClusterError(f"/filter accepted {len(answer['NodeNames'])} of {size} nodes")
    process = stage.start_echo("filter", answer)
    echo = caller(stage.cluster.ports.spare)
    calls = range(_CALLS[size])
    for each in (ours, echo):
        for _ in calls:
            each.call()
    rounds = alternate(
        lambda: [ours.call() for _ in calls], lambda: [echo.call() for _ in calls], rounds=_ROUNDS
    )
    for each in (ours, echo):
        each.close()
    process.stop()
    name = f"/filter {size} names"
    figures = [
        rounds.measure(f"{name} p50", "ms", lambda samples: percentile(samples, 0.5)),
        rounds.measure(f"{name} p99", "ms", lambda samples: percentile(samples, 0.99)),
    ]
    return figures, len(body) + len(raw)


def _growth(figures: list[Measure], traffic: list[int]) -> Measure:
    """Return what a byte more costs at the upper end by what it costs at the lower."""
    points = list(zip((figure.value for figure in figures), traffic, strict=True))
    lower, upper = (
        (after[0] - before[0]) / (after[1] - before[1]) * _KILOBYTE
        for before, after in pairwise(points)
    )
    figure = Measure(
        name="/filter growth, p50 a byte",
        value=round(upper, 4),
        unit="ms",
        reference=round(lower, 4),
        ratio=round(upper / lower, 3),
        n=figures[-1].n,
    )
    spread = (
        f"a kilobyte from {_SIZES[1]} to {_SIZES[2]} names by one from {_SIZES[0]} to {_SIZES[1]}"
    )
    show(figure, against="below", spread=spread)
    return figure
