# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""One registry's troubles kept to its own pods: bounded calls, and none while it is down.

A bulkhead bounds how many threads may wait for one registry; a circuit breaker answers at once for
one that has failed again and again, and lets one call in after a pause to see whether it is back.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from images.errors import ImageUnavailableError, UnreachableError

CALLS = 8
"""At a time and registry: half of the threads of a webhook."""
FAILURES = 5
"""In a row, after which the registry counts as down."""
PAUSE_SECONDS = 10.0
"""For which nobody asks a registry that is down."""
SLOW_SECONDS = 1.0
"""A call that runs longer makes its registry a slow one, for which nobody waits in line."""
_HOSTS = 64


class Guard:
    """Watches over the calls to one registry.

    Args:
        host: The registry.
        clock: Seconds that never go back.
    """

    def __init__(self, host: str, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._host = host
        self._clock = clock
        self._changed = threading.Condition()
        self._running: list[float] = []
        self._failures = 0
        self._failed_at = 0.0
        self._why = ""
        self.pool = ThreadPoolExecutor(CALLS, thread_name_prefix=f"registry-{host[:40]}")

    @contextmanager
    def call(self, *, deadline: float) -> Iterator[None]:
        """Ask the registry inside of this.

        Args:
            deadline: Instant of ``time.monotonic``.

        Raises:
            ImageUnavailableError: It is down or slow; nothing was asked.
        """
        started = self._enter(deadline)
        failure: str | None = None
        try:
            yield
        except UnreachableError as exc:
            failure = str(exc)
            raise
        finally:  # whatever else goes wrong, the registry has answered
            self._leave(started, failure=failure)

    def _enter(self, deadline: float) -> float:
        with self._changed:
            self._require_closed()
            while len(self._running) >= CALLS:
                now = self._clock()
                if now - self._running[0] > SLOW_SECONDS or now >= deadline:
                    raise ImageUnavailableError(
                        f"registry {self._host} is slow: {CALLS} other requests wait for it"
                    )
                self._changed.wait(min(SLOW_SECONDS, deadline - now))
                self._require_closed()
            started = self._clock()
            self._running.append(started)
            return started

    def _require_closed(self) -> None:
        """Let the first call after the pause in; while it runs, the pause goes on."""
        if self._failures < FAILURES:
            return
        now = self._clock()
        if now - self._failed_at < PAUSE_SECONDS:
            raise ImageUnavailableError(
                f"registry {self._host} failed {self._failures} times in a row and is asked again "
                f"in {PAUSE_SECONDS - (now - self._failed_at):.0f} s; the last time: {self._why}"
            )
        self._failed_at = now

    def _leave(self, started: float, *, failure: str | None) -> None:
        with self._changed:
            self._running.remove(started)
            if failure is None:
                self._failures = 0
            else:
                self._failures += 1
                self._failed_at, self._why = self._clock(), failure
            self._changed.notify()


class Guards:
    """One Guard for each registry; the least used of too many is forgotten."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, Guard] = OrderedDict()

    def of(self, host: str) -> Guard:
        """Return the Guard of a registry."""
        with self._lock:
            guard = self._kept.get(host)
            if guard is None:
                guard = self._kept[host] = Guard(host)
            self._kept.move_to_end(host)
            while len(self._kept) > _HOSTS:
                _, forgotten = self._kept.popitem(last=False)
                forgotten.pool.shutdown(wait=False)
            return guard
