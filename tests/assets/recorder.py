# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A server in the place of webhook and extender that keeps what it is sent, and lets all pass."""

import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from localcluster.cluster import LocalCluster
from localcluster.ports import HOST

Sent = list[tuple[str, dict[str, Any]]]


def _answer(path: str, body: dict[str, Any]) -> dict[str, Any]:
    if path.startswith("/filter"):
        return {"NodeNames": body["NodeNames"], "FailedNodes": {}, "Error": ""}
    response = {"uid": body["request"]["uid"], "allowed": True}
    return {"apiVersion": body["apiVersion"], "kind": body["kind"], "response": response}


@contextmanager
def recording(cluster: LocalCluster) -> Iterator[Sent]:
    """Serve on both ports, and yield the list that path and body of each request go to."""
    sent: Sent = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            """Keep the body and let it pass."""
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            sent.append((self.path, body))
            answer = json.dumps(_answer(self.path, body)).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, format: str, *args: object) -> None:
            """Stay quiet."""

    servers = []
    for name in ("webhook", "extender"):
        server = ThreadingHTTPServer((HOST, getattr(cluster.ports, name)), Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(cluster.pki.certificate(name), cluster.pki.key(name))
        server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
    try:
        yield sent
    finally:
        for server in servers:
            server.shutdown()
            server.server_close()
