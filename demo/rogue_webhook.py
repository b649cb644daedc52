# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Somebody else's mutating webhook, which strips node affinity: what another team may install."""

import base64
import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from localcluster.cluster import LocalCluster
from localcluster.ports import HOST

_NAME = "zz-rogue"
"""Webhooks run in the order of their configurations' names: after ours."""
_PATCH = json.dumps([{"op": "remove", "path": "/spec/affinity"}]).encode()


class _Stripper(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        """Answer with a patch that removes the affinity where there is one."""
        review = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        response = {"uid": review["request"]["uid"], "allowed": True}
        if "affinity" in review["request"]["object"]["spec"]:
            response["patchType"] = "JSONPatch"
            response["patch"] = base64.b64encode(_PATCH).decode()
        answer = {**{key: review[key] for key in ("apiVersion", "kind")}, "response": response}
        body = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Stay quiet."""


@contextmanager
def rogue_webhook_running(cluster: LocalCluster) -> Iterator[None]:
    """Serve and register the webhook; take it away at the end."""
    server = ThreadingHTTPServer((HOST, cluster.ports.spare), _Stripper)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cluster.pki.certificate("webhook"), cluster.pki.key("webhook"))
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    cluster.kubectl("apply", "-f", "-", stdin=json.dumps(_configuration(cluster)))
    try:
        yield
    finally:
        cluster.kubectl("delete", "mutatingwebhookconfiguration", _NAME)
        server.shutdown()
        server.server_close()


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
