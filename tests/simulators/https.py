# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A server that says the truth until it is told to lie, to hang, or to drip."""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, TypeVar

from tests.simulators.answers import Answer, Asked, Manner

_DRIP_SECONDS = 0.05
_LATE_SECONDS = 10.0


class HttpsSimulator(ThreadingHTTPServer):
    """Truths by path, and lies that are told first, one for each request."""

    daemon_threads = True

    def __init__(self, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Exchange)
        self.host = f"127.0.0.1:{self.server_port}"
        self.asked: list[Asked] = []
        self.answered: list[str] = []
        self.connections = 0
        self.closing = threading.Event()
        self._lies: dict[str, list[Answer]] = {}
        self._lock = threading.Lock()
        self._open: list[socket.socket] = []

    def finish_request(self, request: Any, client_address: Any) -> None:  # noqa: ANN401  as the base
        """Serve a connection, which can be hung up on while it waits."""
        with self._lock:
            self._open.append(request)
            self.connections += 1
        super().finish_request(request, client_address)

    def hang_up(self) -> None:
        """End every connection: who comes after us on this port must be asked, not we."""
        with self._lock:
            for connection in self._open:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)

    def lie(self, path: str, *answers: Answer) -> None:
        """Answer the next requests for a path with these, and then with the truth again."""
        self._lies.setdefault(path, []).extend(answers)

    def forget_lies(self) -> None:
        """Say the truth from now on."""
        self._lies.clear()

    def answer(self, asked: Asked) -> Answer:
        """Take note of a request, and choose its answer: a lie, or the truth."""
        with self._lock:
            self.asked.append(asked)
            if self._lies.get(asked.path):
                return self._lies[asked.path].pop(0)
        return self.reply(asked)

    def reply(self, asked: Asked) -> Answer:
        """Return the truth; here there is none."""
        del asked
        return Answer(status=404)


class _Exchange(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    server: HttpsSimulator

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
        if manner is Manner.PROMPT:
            self.wfile.write(head + body)  # in one piece: the kernel would hold back a second one
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


Simulator = TypeVar("Simulator", bound=HttpsSimulator)


@contextmanager
def serving(simulator: Simulator, context: ssl.SSLContext | None) -> Iterator[Simulator]:
    """Serve on a port of the loopback interface; without a context, not over TLS."""
    with simulator as server:
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
