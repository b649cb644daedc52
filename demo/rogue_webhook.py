# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Somebody else's mutating webhook, which strips node affinity: what another team may install."""

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from localcluster.cluster import LocalCluster
from localcluster.json_server import json_serving
from localcluster.ports import HOST

_NAME = "zz-rogue"
"""Webhooks run in the order of their configurations' names: after ours."""
_PATCH = json.dumps([{"op": "remove", "path": "/spec/affinity"}]).encode()


def _strip(path: str, review: dict[str, Any]) -> dict[str, Any]:
    """Answer with a patch that removes the affinity where there is one."""
    response = {"uid": review["request"]["uid"], "allowed": True}
    if "affinity" in review["request"]["object"]["spec"]:
        response |= {"patchType": "JSONPatch", "patch": base64.b64encode(_PATCH).decode()}
    return {"apiVersion": review["apiVersion"], "kind": review["kind"], "response": response}


@contextmanager
def rogue_webhook_running(cluster: LocalCluster) -> Iterator[None]:
    """Serve and register the webhook; take it away at the end."""
    with json_serving(_strip, port=cluster.ports.spare, pki=cluster.pki, name="webhook"):
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
