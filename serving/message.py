# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""One short message of a known client: a POST, read whole and answered."""

import json
import logging
import socket
import ssl
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from typing import Any

from serving.clients import client_problem

_LOG = logging.getLogger("serving.receiver")
_LINGER_SECONDS = 0.5
_DRAINED = 65536
Take = Callable[[bytes], tuple[int, str]]
"""Takes a body; returns the HTTP status, and a sentence where it is refused."""


class Message(BaseHTTPRequestHandler):
    """Reads it, and hands it over."""

    server: Any  # what ``Receiver`` makes
    connection: ssl.SSLSocket

    def do_POST(self) -> None:
        """Take a message."""
        settings = self.server.settings
        foreign = client_problem(self.connection.getpeercert(), settings.client_names)
        take = self.server.takers.get(self.path)
        length = self.headers.get("Content-Length", "")
        if foreign:
            self._say(403, foreign)
        elif take is None:
            self._say(404, "nothing is received at this path")
        elif not (length.isascii() and length.isdigit() and len(length) < 9):
            self._say(411, "the body has no length")
        elif int(length) > settings.body_limit:
            self._say(413, f"the body is longer than {settings.body_limit} bytes")
        else:
            body = self.rfile.read(int(length))
            if len(body) == int(length):
                self._say(*take(body))

    def _say(self, status: int, problem: str) -> None:
        self.close_connection = True
        if problem:
            _LOG.info("message answered", extra={"status": status, "why": problem})
        body = json.dumps({"error": problem} if problem else {}).encode()
        self.send_response_only(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Log nothing of one's own."""


def linger(connection: ssl.SSLSocket) -> None:
    """Wait until the client has gone: closing on what it still sends would take its answer away."""
    connection.settimeout(_LINGER_SECONDS)
    connection.shutdown(socket.SHUT_WR)
    until = time.monotonic() + _LINGER_SECONDS
    while time.monotonic() < until and connection.recv(_DRAINED):
        pass
