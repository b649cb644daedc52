# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""gunicorn's threaded worker, with slow clients kept away from its threads (gunicorn 27).

As it is, a new connection takes a thread for 5 s while it says nothing, and for ever while it
stops in the middle of its handshake: sixteen of them, and nobody else is served. Here a connection
gets a thread with its first byte, and what it does there has bounded time (``TimedSocket``).
"""

import errno
import ssl
import time
from functools import partial
from selectors import EVENT_READ
from typing import Any

from gunicorn.workers.gthread import TConn, ThreadWorker

READ_SECONDS = 5.0
"""For a whole handshake, and for each read of a request: callers are machines in the cluster."""
_NOTHING_THERE = (errno.EAGAIN, errno.EWOULDBLOCK, errno.ECONNABORTED)


class Worker(ThreadWorker):  # type: ignore[misc]  # gunicorn ships no types
    """Waits for the first byte of a connection in the poller, not in a thread."""

    def accept(self, listener: Any) -> None:  # noqa: ANN401  gunicorn ships no types
        """Take a connection and wait until it says something, as long as a kept one may idle."""
        try:
            client_socket, address = listener.accept()
        except OSError as exc:
            if exc.errno not in _NOTHING_THERE:
                raise
            return
        connection = TConn(self.cfg, client_socket, address, listener.getsockname())
        self.nr_conns += 1
        connection.timeout = time.monotonic() + self.cfg.keepalive
        self.pending_conns.append(connection)
        readable = partial(self.on_pending_socket_readable, connection)
        self.poller.register(connection.sock, EVENT_READ, readable)


class TimedSocket(ssl.SSLSocket):
    """A TLS socket on which nothing blocks for longer than ``READ_SECONDS``.

    Given to ``SSLContext.sslsocket_class``. A client that takes longer is treated as gone.
    """

    def setblocking(self, flag: bool) -> None:
        """Make "blocking" mean bounded."""
        self.settimeout(READ_SECONDS if flag else 0.0)

    def do_handshake(self, block: bool = False) -> None:
        """Shake hands, in bounded time as a whole."""
        self.settimeout(READ_SECONDS)
        try:
            super().do_handshake(block)
        except TimeoutError as exc:
            raise ConnectionResetError(errno.ECONNRESET, "the handshake took too long") from exc

    def read(self, len: int = 1024, buffer: Any = None) -> Any:  # noqa: ANN401  as the base has it
        """Read what is there, in bounded time."""
        try:
            return super().read(len, buffer)
        except TimeoutError as exc:
            raise ConnectionResetError(errno.ECONNRESET, "the request took too long") from exc
