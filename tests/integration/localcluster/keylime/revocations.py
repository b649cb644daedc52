# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""An HTTPS endpoint that keeps what Keylime's verifier tells it, and wants its certificate."""

import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import trustme

from localcluster.ports import HOST


class Revocations:
    """What was told so far.

    Attributes:
        port: Where the endpoint listens.
        authority: Who signed its certificate.
    """

    def __init__(self, port: int, authority: Path) -> None:
        self.port = port
        self.authority = authority
        self._told: list[dict[str, Any]] = []

    def tell(self, body: bytes) -> None:
        """Keep what a body says."""
        self._told.append(json.loads(json.loads(body)["msg"]))

    def of(self, agent_id: str) -> list[dict[str, Any]]:
        """Return what was told of an agent, oldest first."""
        return [message for message in self._told if message["agent_id"] == agent_id]


@contextmanager
def revocations_recorded(folder: Path) -> Iterator[tuple[Revocations, ssl.SSLContext]]:
    """Serve; the TLS context is yielded too, as who may connect is known only later."""
    authority = trustme.CA()
    path = folder / "endpoint-ca.crt"
    authority.cert_pem.write_to_path(path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(HOST).configure_cert(context)
    context.verify_mode = ssl.CERT_REQUIRED

    class Request(BaseHTTPRequestHandler):
        timeout = 10

        def do_POST(self) -> None:
            recorded.tell(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer((HOST, 0), Request)
    server.daemon_threads = False
    server.socket = context.wrap_socket(
        server.socket, server_side=True, do_handshake_on_connect=False
    )
    recorded = Revocations(server.server_address[1], path)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield recorded, context
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
