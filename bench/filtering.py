# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""``/filter`` for 100, 1,000 and 5,000 names against the echo."""

import json
from functools import partial
from typing import Any

from bench.client import Caller
from bench.measure import Measure, alternate, percentile
from bench.stage import NODES, Stage
from localcluster.errors import LocalClusterError
from localcluster.many_nodes import node_name

_SIZES = (100, 1000, NODES)
_CALLS = {100: 60, 1000: 40, NODES: 25}
_ROUNDS = 12


def measure_filter(stage: Stage) -> list[Measure]:
    """Return p50 and p99 for each number of names."""
    measures = []
    pod = stage.placed_pod()
    for size in _SIZES:
        measures += _measure(stage, pod, size)
    return measures


def _measure(stage: Stage, pod: dict[str, Any], size: int) -> list[Measure]:
    body = json.dumps(_call(pod, size)).encode()
    pki = stage.cluster.pki.folder
    caller = partial(Caller, path="/filter", body=body, pki=pki, client="extender-client")
    ours = caller(stage.cluster.ports.extender)
    answer = json.loads(ours.answer())
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
    return [
        rounds.measure(f"{name} p50", "ms", lambda samples: percentile(samples, 0.5)),
        rounds.measure(f"{name} p99", "ms", lambda samples: percentile(samples, 0.99)),
    ]


def _call(pod: dict[str, Any], size: int) -> dict[str, object]:
    """Return what the scheduler sends for a pod that /mutate has placed."""
    names = [node_name(number) for number in range(size)]
    return {"Pod": pod, "Nodes": None, "NodeNames": names}
