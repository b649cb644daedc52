# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""``/healthz``, ``/readyz`` and ``/metrics`` on a port of their own, in plain HTTP."""

import io
import logging
import socket
import sys
import threading
from collections.abc import Callable, Iterable, Sequence
from socketserver import ThreadingMixIn
from typing import TYPE_CHECKING
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from prometheus_client import CollectorRegistry, make_wsgi_app

from serving.address import family_of
from serving.component import Check
from serving.errors import SettingsError

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

_LOG = logging.getLogger("serving.health")
_TEXT = ("Content-Type", "text/plain; charset=utf-8")


class _Errors(io.StringIO):
    """Where wsgiref prints a traceback: it becomes one line of the log."""

    def flush(self) -> None:
        """Log what was printed."""
        if self.getvalue():
            _LOG.error("probe failed", extra={"traceback": self.getvalue()})
        self.seek(0)
        self.truncate()


class _Handler(WSGIRequestHandler):
    timeout = 5  # seconds for a client to say what it wants

    def get_stderr(self) -> io.StringIO:
        """Keep tracebacks off the standard error, where every line is JSON."""
        return _Errors()

    def log_message(self, format: str, *args: object) -> None:
        """Log nothing: probes come every few seconds."""


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True
    request_queue_size = 16

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of clients that are gone: anyone may knock at this port."""
        if not isinstance(sys.exception(), OSError):
            _LOG.error("probe failed", exc_info=True)


class _Server6(_Server):
    address_family = socket.AF_INET6


class HealthServer:
    """Answers probes and scrapes from a thread.

    Args:
        host: Address to listen on.
        port: TCP port.
        checks: Inputs of readiness.
        registry: What /metrics shows.
    """

    def __init__(
        self, host: str, port: int, *, checks: Sequence[Check], registry: CollectorRegistry
    ) -> None:
        self._address = (host, port)
        self._checks = checks
        self._metrics: Callable[..., Iterable[bytes]] = make_wsgi_app(registry)
        self._draining = False
        self._told_ready = True
        self._server: WSGIServer | None = None

    def start(self) -> None:
        """Begin to answer.

        Raises:
            SettingsError: The port is taken.
        """
        host, port = self._address
        try:
            kind = _Server6 if family_of(host) is socket.AF_INET6 else _Server
            self._server = make_server(host, port, self._answer, kind, _Handler)
        except OSError as exc:
            raise SettingsError(f"health port {port} cannot be used: {exc.strerror}") from exc
        threading.Thread(target=self._server.serve_forever, name="health", daemon=True).start()

    def drain(self) -> None:
        """Be not ready from now on."""
        self._draining = True

    @property
    def told_ready(self) -> bool:
        """True unless whoever asked last was told that the component is not ready."""
        return self._told_ready

    def stop(self) -> None:
        """Stop answering."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()

    def problems(self) -> list[str]:
        """Return a line for each reason not to be ready."""
        found = ["shutdown: draining"] if self._draining else []
        for check in self._checks:
            problem = check.problem()
            if problem is not None:
                found.append(f"{check.name}: {problem}")
        return found

    def notes(self) -> list[str]:
        """Return a line for what is amiss and no reason not to be ready."""
        well = [check for check in self._checks if check.problem() is None]
        told = ((check.name, check.note()) for check in well)
        return [f"{name}: note: {note}" for name, note in told if note is not None]

    def _readiness(self) -> tuple[list[str], list[str]]:
        """Return problems and notes, and remember what is told; a check may fail itself."""
        ready = False
        try:
            problems, notes = self.problems(), self.notes()
            ready = not problems
        finally:
            self._told_ready = ready
        return problems, notes

    def _answer(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        path = environ.get("PATH_INFO")
        if path == "/metrics":
            return self._metrics(environ, start_response)
        if path == "/healthz":
            dead = [check.name for check in self._checks if not (self._draining or check.alive())]
            start_response("503 Service Unavailable" if dead else "200 OK", [_TEXT])
            return ["".join(f"{name}: its thread is gone\n" for name in dead).encode() or b"ok\n"]
        if path == "/readyz":
            problems, notes = self._readiness()
            # A new list each time: wsgiref adds the length of this very answer to it.
            start_response("503 Service Unavailable" if problems else "200 OK", [_TEXT])
            lines = [*(problems or ["ok"]), *notes]
            return ["".join(f"{line}\n" for line in lines).encode()]
        start_response("404 Not Found", [_TEXT])
        return [b"not found\n"]
