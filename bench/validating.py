# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""``/validate`` of a 6 kB review with the digest known: rate and latency against the echo."""

import json
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from bench.client import Caller
from bench.measure import Measure, alternate, percentile
from bench.stage import Stage
from localcluster.errors import LocalClusterError
from localcluster.world import PROTECTED

_CONNECTIONS = 4
_REQUESTS = 100
_ROUNDS = 12
_SIZE = 6000
PATH = "/validate?timeout=10s"
"""As the API server writes it."""


def measure_validate(stage: Stage) -> list[Measure]:
    """Return the rate of both sides over four connections, and the latency over one."""
    body = json.dumps(review_of(stage.placed_pod())).encode()
    pki = stage.cluster.pki.folder
    caller = partial(Caller, path=PATH, body=body, pki=pki, client="webhook-client")
    ours = [caller(stage.cluster.ports.webhook) for _ in range(_CONNECTIONS)]
    answer = json.loads(ours[0].answer())
    if not answer["response"]["allowed"]:
        raise LocalClusterError(f"/validate refused: {answer['response']}")
    process = stage.start_echo("validate", {"/validate": answer})
    echo = [caller(stage.cluster.ports.spare) for _ in range(_CONNECTIONS)]
    with ThreadPoolExecutor(_CONNECTIONS) as pool:
        for side in (ours, echo):
            _rate(pool, side)
        rates = alternate(lambda: [_rate(pool, ours)], lambda: [_rate(pool, echo)], rounds=_ROUNDS)
    calls = range(_REQUESTS)
    times = alternate(
        lambda: [ours[0].call() for _ in calls],
        lambda: [echo[0].call() for _ in calls],
        rounds=_ROUNDS,
    )
    for each in (*ours, *echo):
        each.close()
    process.stop()
    name, n = f"{len(body)} bytes, digest known", _ROUNDS * _REQUESTS * _CONNECTIONS
    return [
        rates.measure(f"/validate rate, {name}", "1/s", statistics.mean, n=n),
        times.measure(f"/validate p50, {name}", "ms", lambda samples: percentile(samples, 0.5)),
        times.measure(f"/validate p99, {name}", "ms", lambda samples: percentile(samples, 0.99)),
    ]


def _rate(pool: ThreadPoolExecutor, callers: list[Caller]) -> float:
    """Return requests per second over all connections."""

    def run(caller: Caller) -> None:
        for _ in range(_REQUESTS):
            caller.call()

    started = time.perf_counter()
    list(pool.map(run, callers))
    return _REQUESTS * len(callers) / (time.perf_counter() - started)


def review_of(pod: dict[str, Any]) -> dict[str, object]:
    """Return a review of a pod as /mutate leaves it, about 6 kB long."""
    request = {
        "uid": "705ab4f5-6393-11e8-b7cc-42010a800002",
        "kind": {"group": "", "version": "v1", "kind": "Pod"},
        "resource": {"group": "", "version": "v1", "resource": "pods"},
        "name": "api",
        "namespace": PROTECTED,
        "operation": "CREATE",
        "userInfo": {"username": "admin", "groups": ["system:masters"]},
        "object": pod,
        "oldObject": None,
        "dryRun": False,
    }
    review: dict[str, object] = {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview"}
    review["request"] = request
    missing = _SIZE - len(json.dumps(review))
    environment = [
        {"name": f"SETTING_{number:03}", "value": "x" * 40}
        for number in range(max(missing, 0) // 77)
    ]
    pod["spec"]["containers"][0]["env"] = environment
    return review
