# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""gunicorn's threaded worker, with slow clients kept away from its threads (gunicorn 27).

As it is, a connection takes a thread from its first moment to the end of its first request, and a
connection that is to be closed holds up the whole poller until its client closes it too, or 2 s.
Here a connection gets a thread only when it has said something: handshakes go on as bytes come
(RFC 8446 §2), a connection without a request waits like a kept one, requests have bounded time, and
closing takes the time of a thread alone.
"""

import errno
import ssl
import time
from functools import partial
from selectors import EVENT_READ
from typing import Any

from gunicorn.http import get_parser
from gunicorn.sock import ssl_wrap_socket
from gunicorn.workers.gthread import _DEFER, TConn, ThreadWorker

READ_SECONDS = 5.0
"""For each read of a request: callers are machines in the cluster."""
REQUEST_SECONDS = 10.0
"""For all reads of a request: a byte now and then must not keep a thread."""
GREETING_SECONDS = 20.0
"""From a new connection to the end of its handshake, waiting for busy threads included."""
_RECORD = 2**14
"""Bytes that a read of TLS gives at most (RFC 8446 §5.1): room for a whole body is made in vain."""
_NOTHING_THERE = (errno.EAGAIN, errno.EWOULDBLOCK, errno.ECONNABORTED)


class Connection(TConn):  # type: ignore[misc]  # gunicorn ships no types
    """A connection that knows how far its handshake is, and is closed once."""

    sock: Any

    def __init__(self, *arguments: object) -> None:
        self._greeted_by = time.monotonic() + GREETING_SECONDS
        self._timeout: float | None = None
        self._closed = False
        super().__init__(*arguments)
        self.timeout = self._greeted_by

    @property
    def timeout(self) -> float | None:
        """When gunicorn gives it up; while it shakes hands no later than it has to be done."""
        return self._timeout

    @timeout.setter
    def timeout(self, value: float | None) -> None:
        greeted = getattr(self, "initialized", False)
        self._timeout = value if value is None or greeted else min(value, self._greeted_by)

    def shake_hands(self) -> bool:
        """Take the handshake as far as there are bytes for it, and tell whether it is done.

        Raises:
            OSError: It failed (``ssl.SSLError`` is one), or the client is gone.
        """
        if not isinstance(self.sock, ssl.SSLSocket):
            self.sock = ssl_wrap_socket(self.sock, self.cfg)
        self.sock.setblocking(False)
        try:
            self.sock.do_handshake()
        except ssl.SSLWantReadError:
            return False
        self.parser = get_parser(self.cfg, self.sock, self.client)
        self.initialized = True
        return True

    def close(self, graceful: bool = False) -> None:
        """Close it, once."""
        if not self._closed:
            self._closed = True
            super().close(graceful)


class Worker(ThreadWorker):  # type: ignore[misc]  # gunicorn ships no types
    """Waits in the poller, not in a thread, for whatever a client has not sent yet."""

    def accept(self, listener: Any) -> None:  # noqa: ANN401  gunicorn ships no types
        """Take a connection and wait until it says something."""
        try:
            client_socket, address = listener.accept()
        except OSError as exc:
            if exc.errno not in _NOTHING_THERE:
                raise
            return
        connection = Connection(self.cfg, client_socket, address, listener.getsockname())
        self.nr_conns += 1
        self.pending_conns.append(connection)
        readable = partial(self.on_pending_socket_readable, connection)
        self.poller.register(connection.sock, EVENT_READ, readable)

    def handle(self, conn: Connection) -> object:
        """Go on with a handshake or answer a request, in a thread; True keeps the connection."""
        kept = self._greet(conn) if not conn.initialized else super().handle(conn)
        if not kept:
            # gunicorn would do it in the poller's thread, and wait there for the client.
            conn.close(graceful=True)
        return kept

    def _greet(self, conn: Connection) -> object:
        try:
            greeted = conn.shake_hands()
        except OSError as exc:
            self.log.debug("no handshake: %s", exc)
            conn.close()
            return False
        if not greeted:
            return _DEFER
        conn.data_ready = False
        return super().handle(conn) if conn.wait_for_data(0) else True


class TimedSocket(ssl.SSLSocket):
    """A TLS socket that reads a request in bounded time; given to ``SSLContext.sslsocket_class``.

    A client that takes longer is treated as gone.
    """

    _read_by = 0.0

    def setblocking(self, flag: bool) -> None:
        """Make "blocking" mean bounded; gunicorn says it once before each request."""
        self._read_by = time.monotonic() + REQUEST_SECONDS
        self.settimeout(READ_SECONDS if flag else 0.0)

    def read(self, len: int = 1024, buffer: Any = None) -> Any:  # noqa: ANN401  as the base has it
        """Read what is there, in bounded time."""
        try:
            if time.monotonic() > self._read_by:
                raise TimeoutError
            return super().read(min(len, _RECORD), buffer)
        except TimeoutError as exc:
            raise ConnectionResetError(errno.ECONNRESET, "the request took too long") from exc
