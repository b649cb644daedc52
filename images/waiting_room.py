# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""How many questions about images may be under way, so that threads are left for all others.

Whoever asks holds a thread of the server until the answer is there, even where another asks the
same. A registry that is slow, or a burst of pods, must not hold all of them: what is known already
and what needs no registry is answered by those that are left.
"""

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from images.errors import ImageUnavailableError, RuleBrokenError
from images.registries import Registries

MANY = 1024
"""Threads where nothing but this process's own work can be held up."""


class WaitingRoom:
    """Seats for questions: half of the threads for one registry, three quarters for all.

    Args:
        threads: Of the server whose requests ask.
    """

    def __init__(self, *, threads: int) -> None:
        self._of_one = max(1, threads // 2)
        self._of_all = max(1, threads * 3 // 4)
        self._lock = threading.Lock()
        self._taken: Counter[str] = Counter()

    @contextmanager
    def seat(self, registry: str, *, group: str) -> Iterator[None]:
        """Ask inside of this; nobody waits for a seat.

        Args:
            registry: Who is asked, for people.
            group: Whose seats are taken: those of the registry, or of all that share them.

        Raises:
            ImageUnavailableError: None is left; nothing was asked.
        """
        with self._lock:
            mine, every = self._taken[group], self._taken.total()
            if mine < self._of_one and every < self._of_all:
                self._taken[group] += 1
            else:
                raise ImageUnavailableError(
                    f"registry {registry} is not asked now: {mine} other questions wait for it or "
                    f"for what shares its places, {every} for all registries"
                )
        try:
            yield
        finally:
            with self._lock:
                self._taken[group] -= 1
                if not self._taken[group]:
                    del self._taken[group]


def group_of(registries: Registries, host: str) -> str:
    """Return whose seats are taken: pods choose the names of those that are not listed."""
    with suppress(RuleBrokenError):
        registry = registries.require(host)
        if registry.listed:
            return registry.host
    return "*"
