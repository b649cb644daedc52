# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Connections whose clients are not known, or not yet: so many, and of more the newest ones.

A known client shakes hands in milliseconds. Who says nothing for seconds is a stranger, and makes
room for whoever comes next; what is for known clients is not for strangers to fill.
"""

import socket
import threading
from contextlib import suppress


class Lobby:
    """Keeps connections from when they are made until their clients are known.

    Args:
        most: Connections at a time.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._waiting: dict[socket.socket, None] = {}

    def enter(self, connection: socket.socket) -> None:
        """Let a connection in; where there is no room, the oldest one is hung up on."""
        with self._lock:
            if len(self._waiting) >= self._most:
                oldest = next(iter(self._waiting))
                del self._waiting[oldest]
                with suppress(OSError):
                    # Not the method of TLS, which belongs to the thread that shakes hands.
                    socket.socket.shutdown(oldest, socket.SHUT_RDWR)
            self._waiting[connection] = None

    def leave(self, connection: socket.socket) -> None:
        """Let a connection out, before it is closed."""
        with self._lock:
            self._waiting.pop(connection, None)
