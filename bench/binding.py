# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Bindings judged with the live question and without, of a service that answers in 5 ms.

Both webhooks run at the same time and have the same Snapshot. Nodes follow each other, so that no
answer is shared, and so slowly that a service's bound of questions is not reached.
"""

import json
import time
from functools import partial
from itertools import cycle

from bench.client import Caller
from bench.keylime import keylime_running
from bench.measure import Measure, Rounds, alternate, percentile, show
from bench.stage import Stage
from bench.validating import PATH
from bench.webhooks import identify, webhooks_running
from localcluster.errors import LocalClusterError
from localcluster.waiting import wait_for

_MILLISECONDS = 5.0
_NODES, _ROUNDS, _CALLS = 64, 10, 100
_PAUSE = 0.02
"""Seconds between two Bindings: half of the questions a second that a service is asked."""
_NAMESPACE = "bench-bindings"
_POLICY = f"""
apiVersion: bondstone.dev/v1alpha1
kind: TrustPolicy
metadata: {{name: {_NAMESPACE}}}
spec:
  match: {{namespaceSelector: {{matchLabels: {{kubernetes.io/metadata.name: {_NAMESPACE}}}}}}}
  images: {{encryption: NotRequired}}
  nodes: {{trust: Required}}
"""


def measure_binding(stage: Stage) -> list[Measure]:
    """Return the time of a Binding with the live question, and what it adds."""
    nodes = identify(stage, agents=_NODES)
    stage.cluster.kubectl("create", "namespace", _NAMESPACE)
    stage.cluster.kubectl("-n", _NAMESPACE, "create", "serviceaccount", "default")
    stage.cluster.kubectl("apply", "-f", "-", stdin=_POLICY)
    with (
        keylime_running(stage, agents=_NODES, milliseconds=_MILLISECONDS) as keylime,
        webhooks_running(stage, keylime.entry(stage, client="webhook-client")) as ports,
    ):
        uid = _pod(stage)
        reviews = [_review(uid, node) for node in nodes]
        callers = [
            Caller(port, PATH, b"", pki=stage.cluster.pki.folder, client="webhook-client")
            for port in ports
        ]
        for caller in callers:
            ready = partial(_admits, caller, reviews[0])
            wait_for(ready, seconds=30, what="the nodes are vouched for")
        turn = cycle(reviews)
        live, without = (
            partial(lambda caller: [_call(caller, next(turn)) for _ in range(_CALLS)], caller)
            for caller in callers
        )
        for side in (live, without):
            side()
        rounds = alternate(live, without, rounds=_ROUNDS, against="without")
        for caller in callers:
            caller.close()
    return [figure for share in (0.5, 0.99) for figure in _figures(rounds, share)]


def _figures(rounds: Rounds, share: float) -> list[Measure]:
    name = f"binding, live answer in {_MILLISECONDS:g} ms"
    place = f"p{share * 100:.0f}"
    whole = rounds.measure(f"{name}, {place}", "ms", lambda samples: percentile(samples, share))
    added = whole.value - whole.reference
    figure = Measure(
        name=f"{name}, added {place}",
        value=round(added, 3),
        unit="ms",
        reference=_MILLISECONDS,
        ratio=round(added / _MILLISECONDS, 3),
        n=whole.n,
    )
    show(figure, against="service", spread="of all rounds")
    return [whole, figure]


def _call(caller: Caller, body: bytes) -> float:
    """Send a Binding and return its milliseconds; one that is refused ends the run."""
    time.sleep(_PAUSE)
    started = time.perf_counter()
    answer = caller.answer(body)
    took = (time.perf_counter() - started) * 1000
    if b'"allowed":true' not in answer:
        raise LocalClusterError(f"a binding was answered {answer[:500]!r}")
    return took


def _admits(caller: Caller, body: bytes) -> bool:
    return b'"allowed":true' in caller.answer(body)


def _pod(stage: Stage) -> str:
    """Create the pod unless it is there, and return its UID."""
    path = f"/api/v1/namespaces/{_NAMESPACE}/pods"
    found = stage.cluster.api.call("GET", path)["items"]
    if not found:
        container = {"name": "c", "image": "any.example/x:1"}
        document = {"metadata": {"name": "api"}, "spec": {"containers": [container]}}
        found = [stage.cluster.api.call("POST", path, document)]
    return str(found[0]["metadata"]["uid"])


def _review(uid: str, node: str) -> bytes:
    """Return what the API server asks about a Binding of the pod."""
    binding = {
        "apiVersion": "v1",
        "kind": "Binding",
        "metadata": {"name": "api", "namespace": _NAMESPACE, "uid": uid},
        "target": {"kind": "Node", "name": node},
    }
    request = {
        "uid": "705ab4f5-6393-11e8-b7cc-42010a800002",
        "kind": {"group": "", "version": "v1", "kind": "Binding"},
        "resource": {"group": "", "version": "v1", "resource": "pods"},
        "subResource": "binding",
        "name": "api",
        "namespace": _NAMESPACE,
        "operation": "CREATE",
        "userInfo": {"username": "system:kube-scheduler"},
        "object": binding,
        "oldObject": None,
        "dryRun": False,
    }
    document = {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": request}
    return json.dumps(document).encode()
