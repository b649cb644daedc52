# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Connections to one host: those that are open already, and some that are opened in advance.

With an open connection, a request can be sent now and its answer read later, so that one thread
asks many questions at a time. urllib3 itself sends and waits in one step.
"""

import ssl
import threading
import time
from contextlib import suppress
from http.client import HTTPException
from queue import Empty
from typing import Any, cast

import urllib3
from urllib3.connection import HTTPSConnection
from urllib3.connectionpool import HTTPSConnectionPool

from images.errors import ImagesError

FAULTS = (urllib3.exceptions.HTTPError, HTTPException, OSError)
"""What a connection may raise."""

_PATIENCE = 0.2
"""Seconds to wait for connections that others open; then one opens its own."""


class KeptPool(HTTPSConnectionPool):
    """Connections to one host, of which some are open."""

    def __init__(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401  urllib3's own
        super().__init__(*arguments, **options)
        self._counting = threading.Condition()
        self._opening = 0

    def take_open(self) -> HTTPSConnection | None:
        """Take a connection that is open as far as one can see; None where there is none."""
        with suppress(Empty):
            while self.pool is not None:
                connection = self.pool.get(block=False)
                if isinstance(connection, HTTPSConnection):  # or room for one
                    if _is_open(connection):
                        return connection
                    connection.close()
        return None

    def _get_conn(self, timeout: float | None = None) -> HTTPSConnection:
        """Give urllib3 an open connection, one that is about to be open, or else a new one."""
        del timeout
        found = self.take_open()
        until = time.monotonic() + _PATIENCE
        with self._counting:
            while found is None and self._opening and time.monotonic() < until:
                self._counting.wait(_PATIENCE)
                found = self.take_open()
        return found or cast(HTTPSConnection, self._new_conn())

    def begin_opening(self, wanted: int) -> int:
        """Return how many connections to open so that so many are open and not in use."""
        with self._counting:
            kept = list(self.pool.queue) if self.pool is not None else []
            ready = sum(each is not None and not each.is_closed for each in kept)
            count = max(0, wanted - ready - self._opening)
            self._opening += count
        if count:
            self._make_room()
        return count

    def open(self, *, seconds: float) -> None:
        """Open one connection of those that were begun; whoever needs one hears why there is none.

        Args:
            seconds: For TCP and for each step of TLS.
        """
        try:
            connection = self._new_conn()
            connection.timeout = seconds
            try:
                connection.connect()
            except (*FAULTS, ImagesError):
                connection.close()
                return
            self._put_conn(connection)
        finally:
            with self._counting:
                self._opening -= 1
                self._counting.notify_all()

    def _make_room(self) -> None:
        """Take out what stands for connections that nobody has opened yet: it counts as some."""
        opened = []
        while (connection := self.take_open()) is not None:
            opened.append(connection)
        for connection in reversed(opened):
            self._put_conn(connection)


def _is_open(connection: HTTPSConnection) -> bool:
    """Tell whether nothing but TLS has come since the last answer.

    A socket that can be read is no sign: session tickets come after a handshake (RFC 8446 §4.6.1),
    and urllib3 takes every unused connection with one for dropped.
    """
    sock = connection.sock
    if sock is None:
        return False
    sock.settimeout(0)
    try:
        sock.recv(1)
    except ssl.SSLWantReadError:
        return True
    except OSError:
        return False
    return False  # it was closed, or somebody talks who was not asked
