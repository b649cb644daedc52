# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""One registry's troubles kept to its own pods: bounded calls, and none while it is down.

A circuit breaker answers at once for a registry that has failed again and again, and lets one call
in after a pause to see whether it is back.
"""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager

from images.bulkhead import Bulkhead
from images.errors import ImageUnavailableError, UnreachableError

FAILURES = 5
"""In a row, after which the registry counts as down."""
PAUSE_SECONDS = 10.0
"""For which nobody asks a registry that is down."""


class Guard:
    """Watches over the calls to one registry.

    Args:
        host: The registry.
        bulkhead: Bounds them; its own, or one that it shares.
        clock: Seconds that never go back.
    """

    def __init__(
        self, host: str, bulkhead: Bulkhead, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._host = host
        self._bulkhead = bulkhead
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._failed_at = 0.0
        self._why = ""
        self.users = 0

    @property
    def pool(self) -> Executor:
        """Threads for the parts of an image."""
        return self._bulkhead.pool

    @contextmanager
    def call(self, *, deadline: float) -> Iterator[None]:
        """Ask the registry inside of this.

        Args:
            deadline: Instant of ``time.monotonic``.

        Raises:
            ImageUnavailableError: It is down or slow; nothing was asked.
        """
        self._require_closed(try_again=False)  # nobody waits in line for what is down
        with self._bulkhead.place(f"registry {self._host}", deadline=deadline):
            self._require_closed(try_again=True)
            failure: str | None = None
            try:
                yield
            except UnreachableError as exc:
                failure = str(exc)
                raise
            finally:  # whatever else goes wrong, the registry has answered
                self._note(failure)

    def _require_closed(self, *, try_again: bool) -> None:
        """Let the first call after the pause in; while it runs, the pause goes on."""
        with self._lock:
            if self._failures < FAILURES:
                return
            now = self._clock()
            if now - self._failed_at < PAUSE_SECONDS:
                left = PAUSE_SECONDS - (now - self._failed_at)
                raise ImageUnavailableError(
                    f"registry {self._host} failed {self._failures} times in a row and is asked "
                    f"again in {left:.0f} s; the last time: {self._why}"
                )
            if try_again:
                self._failed_at = now

    def _note(self, failure: str | None) -> None:
        with self._lock:
            if failure is None:
                self._failures = 0
            else:
                self._failures += 1
                self._failed_at, self._why = self._clock(), failure
