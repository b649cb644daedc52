# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""``/validate`` of a 6 kB review with the digest known: requests per second against the echo."""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from bench.client import Caller
from bench.measure import Measure, alternate
from bench.stage import Stage
from localcluster.errors import LocalClusterError
from localcluster.world import PROTECTED

_CONNECTIONS = 4
_REQUESTS = 100
_ROUNDS = 12
_SIZE = 6000


def measure_validate(stage: Stage) -> list[Measure]:
    """Return the rate of both sides over four connections."""
    body = json.dumps(_review(stage)).encode()
    pki = stage.cluster.pki.folder
    caller = partial(Caller, path="/validate", body=body, pki=pki, client="webhook-client")
    ours = [caller(stage.cluster.ports.webhook) for _ in range(_CONNECTIONS)]
    answer = json.loads(ours[0].answer())
    if not answer["response"]["allowed"]:
        raise LocalClusterError(f"/validate refused: {answer['response']}")
    process = stage.start_echo("validate", answer)
    echo = [caller(stage.cluster.ports.spare) for _ in range(_CONNECTIONS)]
    with ThreadPoolExecutor(_CONNECTIONS) as pool:
        for side in (ours, echo):
            _rate(pool, side)
        rounds = alternate(lambda: [_rate(pool, ours)], lambda: [_rate(pool, echo)], rounds=_ROUNDS)
    for each in (*ours, *echo):
        each.close()
    process.stop()
    rate = rounds.measure(
        f"/validate {len(body)} bytes, digest known", "1/s", lambda rates: sum(rates) / len(rates)
    )
    return [rate]


def _rate(pool: ThreadPoolExecutor, callers: list[Caller]) -> float:
    """Return requests per second over all connections."""

    def run(caller: Caller) -> None:
        for _ in range(_REQUESTS):
            caller.call()

    started = time.perf_counter()
    list(pool.map(run, callers))
    return _REQUESTS * len(callers) / (time.perf_counter() - started)


def _review(stage: Stage) -> dict[str, object]:
    """Return a review of a pod as /mutate leaves it, about 6 kB long."""
    pod = stage.placed_pod()
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
