# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Reads that end at an instant, not so many seconds after the last byte.

A timeout of a socket begins anew with every byte, also within status line and headers: a registry
that sends one now and then would hold an admission review for hours (peers.md §3 row 32).
"""

import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from math import inf
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


class Deadline(threading.local):
    """The instant of ``time.monotonic`` at which the request of this thread must have ended."""

    instant: float = inf

    @contextmanager
    def at(self, instant: float) -> Iterator[None]:
        """Let every read of this thread end at the instant."""
        self.instant = instant
        try:
            yield
        finally:
            self.instant = inf

    def guard(self, context: ssl.SSLContext) -> None:
        """Make connections of a context obey."""
        deadline = self

        class Socket(ssl.SSLSocket):
            """Waits for what is left, and no longer than its own timeout."""

            def recv_into(
                self, buffer: "WriteableBuffer", nbytes: int | None = None, flags: int = 0
            ) -> int:
                left = deadline.instant - time.monotonic()
                if left <= 0:
                    raise TimeoutError("the deadline has passed")
                own = self.gettimeout()
                if left < (inf if own is None else own):
                    self.settimeout(left)
                return super().recv_into(buffer, nbytes, flags)

        context.sslsocket_class = Socket
