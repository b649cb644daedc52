# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""How many requests may wait for one registry, and in which threads its parts are asked for."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from images.errors import ImageUnavailableError

CALLS = 8
"""Images at a time."""
PARALLEL = 16
"""Parts of these images at a time: entries of indexes, layers."""
WAITING = 24
"""Others that wait in line: whoever waits holds a thread of the webhook."""
SLOW_SECONDS = 1.0
"""A call that runs longer is a slow one, for which nobody waits; nor does anybody wait longer."""


class Bulkhead:
    """Bounds calls, so that whoever makes them wait does not have every thread of the webhook.

    Args:
        name: Of its threads.
        clock: Seconds that never go back.
    """

    def __init__(self, name: str, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._changed = threading.Condition()
        self._running: list[float] = []
        self._waiting = 0
        self.pool = ThreadPoolExecutor(PARALLEL, thread_name_prefix=f"registry-{name[:40]}")

    @contextmanager
    def place(self, who: str, *, deadline: float) -> Iterator[None]:
        """Be one of few inside of this.

        Args:
            who: Is asked, for people.
            deadline: Instant of the clock.

        Raises:
            ImageUnavailableError: Too many wait already, or the others do not get ready.
        """
        started = self._enter(who, deadline)
        try:
            yield
        finally:
            with self._changed:
                self._running.remove(started)
                self._changed.notify()

    def _enter(self, who: str, deadline: float) -> float:
        with self._changed:
            until = min(deadline, self._clock() + SLOW_SECONDS)
            others = self._waiting
            while len(self._running) >= CALLS:
                now = self._clock()
                if others >= WAITING or now - self._running[0] > SLOW_SECONDS or now >= until:
                    raise ImageUnavailableError(
                        f"{who} is slow: {len(self._running) + others} other requests wait for it"
                    )
                self._waiting += 1
                self._changed.wait(until - now)
                self._waiting -= 1
                others = min(others, self._waiting)
            started = self._clock()
            self._running.append(started)
            return started
