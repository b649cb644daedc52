# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A registry that says the truth until it is told to lie (OCI distribution-spec v1.1, pulling)."""

import hashlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.simulators.answers import Answer, Asked, Manner

CIPHERTEXT = bytes(range(255, -1, -1)) * 4  # what a layer holds unless it was put otherwise
_DRIP_SECONDS = 0.05
_LATE_SECONDS = 10.0


class RegistrySimulator(ThreadingHTTPServer):
    """Manifests and blobs by path, and lies that are told first, one for each request."""

    daemon_threads = True

    def __init__(self, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Exchange)
        self.host = f"127.0.0.1:{self.server_port}"
        self.asked: list[Asked] = []
        self.answered: list[str] = []
        self.closing = threading.Event()
        self._truths: dict[str, Answer] = {}
        self._lies: dict[str, list[Answer]] = {}
        self._lock = threading.Lock()
        self._open: list[socket.socket] = []
        self.gate: Callable[[Asked], Answer | None] = lambda _: None

    def finish_request(self, request: Any, client_address: Any) -> None:  # noqa: ANN401  as the base
        """Serve a connection, which can be hung up on while it waits."""
        with self._lock:
            self._open.append(request)
        super().finish_request(request, client_address)

    def hang_up(self) -> None:
        """End every connection: who comes after us on this port must be asked, not we."""
        with self._lock:
            for connection in self._open:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)

    def put_manifest(self, name: str, content: bytes, *, media_type: str) -> str:
        """Serve a manifest under ``repository:tag`` and under its digest, which is returned."""
        repository, _, tag = name.partition(":")
        digest = f"sha256:{hashlib.sha256(content).hexdigest()}"
        headers = {"Content-Type": media_type, "Docker-Content-Digest": digest}
        for wanted in (tag, digest):
            path = f"/v2/{repository}/manifests/{wanted}"
            self._truths[path] = Answer(headers=headers, body=content)
        return digest

    def put_blob(self, repository: str, digest: str, content: bytes) -> None:
        """Serve a blob, whatever its digest says."""
        self._truths[f"/v2/{repository}/blobs/{digest}"] = Answer(body=content)

    def lie(self, path: str, *answers: Answer) -> None:
        """Answer the next requests for a path with these, and then with the truth again."""
        self._lies.setdefault(path, []).extend(answers)

    def truth(self, path: str) -> Answer:
        """Return what is served under a path: the beginning of a lie that is nearly true."""
        if path in self._truths:
            return self._truths[path]
        return Answer(body=CIPHERTEXT) if "/blobs/" in path else Answer(status=404)

    def answer(self, asked: Asked) -> Answer:
        """Take note of a request, and choose its answer: a lie, the gate's, or the truth."""
        with self._lock:
            self.asked.append(asked)
            if self._lies.get(asked.path):
                return self._lies[asked.path].pop(0)
        found = self.gate(asked) or self.truth(asked.path)
        if "Range" in asked.headers and found.status == 200:
            return replace(found, status=206, body=found.body[:512])
        return found


class _Exchange(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    server: RegistrySimulator

    def handle(self) -> None:
        """Answer until somebody hangs up, which clients with deadlines do."""
        with suppress(OSError):
            super().handle()

    def do_GET(self) -> None:
        """Answer."""
        length = int(self.headers.get("Content-Length", "0"))
        asked = Asked(path=self.path, headers={**self.headers}, body=self.rfile.read(length))
        answer = self.server.answer(asked)
        lines = [f"{name}: {value}" for name, value in answer.headers.items()]
        length = len(answer.body) * (2**30 if answer.manner is Manner.ENDLESS else 1)
        head = "\r\n".join([f"HTTP/1.1 {answer.status} x", *lines, f"Content-Length: {length}"])
        self.close_connection = answer.manner is not Manner.PROMPT
        self._send(head.encode() + b"\r\n\r\n", answer.body, answer.manner)
        self.server.answered.append(self.path)

    def do_POST(self) -> None:
        """Answer."""
        self.do_GET()

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def _send(self, head: bytes, body: bytes, manner: Manner) -> None:
        if manner is Manner.HUNG_UP:
            return
        if manner is Manner.LATE:
            self.server.closing.wait(_LATE_SECONDS)
        self._drip(head) if manner is Manner.DRIPPING_HEAD else self.wfile.write(head)
        if manner is Manner.ENDLESS:
            while not self.server.closing.is_set():
                self.wfile.write(body)
        elif manner is Manner.BROKEN_OFF:
            self.wfile.write(body[: len(body) // 2])
        else:
            self._drip(body) if manner is Manner.DRIPPING_BODY else self.wfile.write(body)

    def _drip(self, content: bytes) -> None:
        for number in range(len(content)):
            self.wfile.write(content[number : number + 1])
            self.server.closing.wait(_DRIP_SECONDS)


@contextmanager
def registry_simulator(
    context: ssl.SSLContext | None, *, port: int = 0
) -> Iterator[RegistrySimulator]:
    """Serve on a port of the loopback interface, 0 for any; without a context, not over TLS."""
    with RegistrySimulator(port) as server:
        if context is not None:
            # The handshake belongs to the thread of its connection, not to the one that accepts.
            server.socket = context.wrap_socket(
                server.socket, server_side=True, do_handshake_on_connect=False
            )
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield server
        finally:
            server.closing.set()
            server.shutdown()
            server.hang_up()
            thread.join()
