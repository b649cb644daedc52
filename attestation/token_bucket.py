# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""So many a second, and a burst of so many: a token bucket that nobody waits at."""

from collections.abc import Callable


class TokenBucket:
    """Full at first; not safe for several threads by itself.

    Args:
        rate: Tokens that come back in a second.
        burst: Tokens that it holds at most.
        clock: Seconds that never go back.
    """

    def __init__(self, *, rate: float, burst: int, clock: Callable[[], float]) -> None:
        self._rate = rate
        self._burst = burst
        self._clock = clock
        self._left = float(burst)
        self._filled_at = clock()

    def take(self) -> bool:
        """Take a token; False when none is left."""
        now = self._clock()
        self._left = min(self._burst, self._left + (now - self._filled_at) * self._rate)
        self._filled_at = now
        if self._left < 1:
            return False
        self._left -= 1
        return True
