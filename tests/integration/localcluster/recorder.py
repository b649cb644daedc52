# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A TLS server that demands a client certificate, answers, and remembers who asked what."""

import json
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from localcluster.pki import Pki

Document = dict[str, Any]
Answer = Callable[[Document], object]


@dataclass(slots=True)
class Recording:
    """What was asked: the common names of the callers, and their documents."""

    callers: list[str] = field(default_factory=list)
    requests: list[Document] = field(default_factory=list)


@contextmanager
def recording(pki: Pki, name: str, *, port: int, answer: Answer) -> Iterator[Recording]:
    """Serve with the certificate ``name`` until the block ends."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pki.certificate(name), pki.key(name))
    context.load_verify_locations(pki.ca)
    context.verify_mode = ssl.CERT_REQUIRED
    recorded = Recording()
    server = ThreadingHTTPServer(("127.0.0.1", port), _responder(recorded, answer))
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield recorded
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _responder(recorded: Recording, answer: Answer) -> type[BaseHTTPRequestHandler]:
    class Responder(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            document = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            recorded.callers.append(_common_name(self.connection))
            recorded.requests.append(document)
            body = json.dumps(answer(document)).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Stay silent: the recording is the log."""

    return Responder


def _common_name(connection: object) -> str:
    assert isinstance(connection, ssl.SSLSocket)
    certificate: Any = connection.getpeercert()
    names = {key: value for part in certificate["subject"] for key, value in part}
    return str(names["commonName"])
