# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A small TLS server for short messages of known clients, beside a component without routes.

One request to a connection, a bound on connections, on bytes and on time. Its threads end with it.
Strangers, who have shown no certificate or none with a name that is allowed, have places of their
own and take none of known clients.
"""

import logging
import socket
import ssl
import threading
from contextlib import suppress
from socketserver import TCPServer
from typing import Any

from serving.address import family_of
from serving.clients import client_problem
from serving.errors import SettingsError
from serving.lobby import Lobby
from serving.message import Message, Take, linger
from serving.settings import ServerSettings
from serving.tls import ContextCache

_LOG = logging.getLogger("serving.receiver")
_AT_A_TIME = 32
"""Known clients."""
_IN_LOBBY = 128
"""Connections that shake hands, and strangers that are told so."""
_HANDSHAKE_SECONDS = 5.0


class Receiver:
    """Listens from a thread.

    Args:
        settings: How to listen; with client authorities and names.
        contexts: TLS, by the files as they are now.
        takers: By path.
    """

    def __init__(
        self, settings: ServerSettings, contexts: ContextCache, takers: dict[str, Take]
    ) -> None:
        self._settings = settings
        self._contexts = contexts
        self._takers = takers
        self._server: _Server | None = None

    def start(self) -> None:
        """Begin to listen.

        Raises:
            SettingsError: The port is taken.
        """
        host, port = self._settings.host, self._settings.port
        kind = _Server6 if family_of(host) is socket.AF_INET6 else _Server
        try:
            self._server = kind((host, port), Message)
        except OSError as exc:
            raise SettingsError(f"port {port} of {host} cannot be used: {exc.strerror}") from exc
        self._server.receive(self._settings, self._contexts, self._takers)
        threading.Thread(target=self._server.serve_forever, name="receiver", daemon=True).start()

    @property
    def port(self) -> int:
        """Return the port that it listens on, 0 before it does."""
        return self._server.server_address[1] if self._server is not None else 0

    def stop(self) -> None:
        """Stop listening."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()


class _Server(TCPServer):
    """Gives each connection a thread."""

    allow_reuse_address = True
    request_queue_size = 64

    def receive(
        self, settings: ServerSettings, contexts: ContextCache, takers: dict[str, Take]
    ) -> None:
        self.settings = settings
        self.contexts = contexts
        self.takers = takers
        self._lobby = Lobby(_IN_LOBBY)
        self._free = threading.BoundedSemaphore(_AT_A_TIME)
        self._full = False

    def process_request(self, request: Any, client_address: Any) -> None:  # noqa: ANN401  as the base
        """Answer in a thread."""
        arguments = (request, client_address)
        threading.Thread(target=self._answer, args=arguments, name="received", daemon=True).start()

    def _answer(self, request: socket.socket, client_address: Any) -> None:  # noqa: ANN401
        try:
            with suppress(OSError):  # clients go, and strangers fail to shake hands
                request.settimeout(_HANDSHAKE_SECONDS)
                with self.contexts.context().wrap_socket(
                    request, server_side=True, do_handshake_on_connect=False
                ) as connection:
                    if self._greet(connection, client_address):
                        self._serve(connection, client_address)
        finally:
            self.shutdown_request(request)

    def _greet(self, connection: ssl.SSLSocket, client_address: Any) -> bool:  # noqa: ANN401
        """Shake hands, and tell whether the client is known.

        Authorities vouch for more clients than those that may speak here. One that may not is told
        so in the lobby, where it makes room for whoever comes next.
        """
        self._lobby.enter(connection)
        try:
            connection.do_handshake()
            if not client_problem(connection.getpeercert(), self.settings.client_names):
                return True
            self._hear(connection, client_address)
        finally:
            self._lobby.leave(connection)
        return False

    def _serve(self, connection: ssl.SSLSocket, client_address: Any) -> None:  # noqa: ANN401
        """Answer a known client; who finds no place is hung up on, and that is logged once."""
        if not self._free.acquire(blocking=False):
            if not self._full:
                self._full = True
                _LOG.warning("no place for a message", extra={"places": _AT_A_TIME})
            return
        try:
            self._hear(connection, client_address)
        finally:
            self._free.release()
            self._full = False

    def _hear(self, connection: ssl.SSLSocket, client_address: Any) -> None:  # noqa: ANN401
        connection.setblocking(True)  # which TimedSocket bounds
        self.finish_request(connection, client_address)
        linger(connection)


class _Server6(_Server):
    address_family = socket.AF_INET6
