# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Somebody else's mutating webhook, by default one that strips affinity: another team's."""

import base64
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from localcluster.cluster import LocalCluster
from localcluster.json_server import json_serving
from localcluster.ports import HOST

_NAME = "zz-rogue"
"""Webhooks run in the order of their configurations' names: after ours."""
Change = Callable[[dict[str, Any]], list[dict[str, Any]]]
"""RFC 6902 operations for a pod, or none."""


def strip_affinity(pod: dict[str, Any]) -> list[dict[str, Any]]:
    """Remove the affinity where there is one."""
    return [{"op": "remove", "path": "/spec/affinity"}] if "affinity" in pod["spec"] else []


@contextmanager
def rogue_webhook_running(cluster: LocalCluster, change: Change = strip_affinity) -> Iterator[None]:
    """Serve and register the webhook; take it away at the end."""

    def answer(path: str, review: dict[str, Any]) -> dict[str, Any]:
        response = {"uid": review["request"]["uid"], "allowed": True}
        patch = change(review["request"]["object"])
        if patch:
            encoded = base64.b64encode(json.dumps(patch).encode()).decode()
            response |= {"patchType": "JSONPatch", "patch": encoded}
        return {"apiVersion": review["apiVersion"], "kind": review["kind"], "response": response}

    with json_serving(answer, port=cluster.ports.spare, pki=cluster.pki, name="webhook"):
        cluster.kubectl("apply", "-f", "-", stdin=json.dumps(_configuration(cluster)))
        try:
            yield
        finally:
            cluster.kubectl("delete", "mutatingwebhookconfiguration", _NAME)


def _configuration(cluster: LocalCluster) -> dict[str, object]:
    ca = base64.b64encode(cluster.pki.ca.read_bytes()).decode()
    client = {"url": f"https://{HOST}:{cluster.ports.spare}/", "caBundle": ca}
    rule = {
        "apiGroups": [""],
        "apiVersions": ["v1"],
        "operations": ["CREATE"],
        "resources": ["pods"],
    }
    webhook = {
        "name": "strip.rogue.example",
        "admissionReviewVersions": ["v1"],
        "clientConfig": client,
        "sideEffects": "None",
        "failurePolicy": "Fail",
        # Without this ours, which is asked again after a change, would simply repair the pod.
        "reinvocationPolicy": "IfNeeded",
        "rules": [rule],
    }
    return {
        "apiVersion": "admissionregistration.k8s.io/v1",
        "kind": "MutatingWebhookConfiguration",
        "metadata": {"name": _NAME},
        "webhooks": [webhook],
    }
