# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""How many Bindings may wait for live answers, so that threads are left for everything else.

Questions about images may hold three quarters of the threads (``images.waiting_room``); these
take of the last quarter, and leave some of it.
"""

import threading
from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import contextmanager


class Seats:
    """Seats for those who wait: an eighth of the threads for one source, a sixth for all.

    Args:
        threads: Of the server.
    """

    def __init__(self, *, threads: int) -> None:
        self._of_one = max(1, threads // 8)
        self._of_all = max(1, threads // 6)
        self._lock = threading.Lock()
        self._taken: Counter[str] = Counter()
        self._every = 0

    @contextmanager
    def taken(self, sources: Collection[str]) -> Iterator[str]:
        """Wait inside of this for all sources at once; nobody waits for a seat.

        Yields:
            Why there is none, for people; empty when one was taken.
        """
        full = self._take(sources)
        try:
            yield full
        finally:
            if not full:
                with self._lock:
                    self._every -= 1
                    self._taken.subtract(sources)

    def _take(self, sources: Collection[str]) -> str:
        with self._lock:
            for source in sources:
                if self._taken[source] >= self._of_one:
                    return f"{self._taken[source]} other bindings wait for {source}"
            if self._every >= self._of_all:
                return f"{self._every} other bindings wait for live answers"
            self._every += 1
            self._taken.update(sources)
        return ""
