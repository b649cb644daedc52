# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Registries that asked to be left alone for a while (429, RFC 6585 §4) are, by whom they asked.

Limits are per account: one tenant's exhausted one keeps nobody else from being served.
"""

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from images.errors import TooManyRequestsError

LONGEST = 60.0
"""Seconds: a registry cannot keep us away for ever."""
_KEPT = 1024


def retry_after(text: str, *, now: datetime | None = None) -> float:
    """Return the seconds that a Retry-After header asks for, at most ``LONGEST``; 0 for none.

    Args:
        text: Seconds or a date (RFC 9110 §10.2.3), never trusted.
        now: For tests.
    """
    if text.isascii() and text.isdigit():
        return min(float(text[:6]), LONGEST)
    try:
        instant = parsedate_to_datetime(text)
    except ValueError:
        return 0.0
    if instant.tzinfo is None:
        return 0.0
    return min(max((instant - (now or datetime.now(UTC))).total_seconds(), 0.0), LONGEST)


class Patience:
    """Until when not to ask whom, and in whose name.

    Args:
        clock: Seconds that never go back.
    """

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._until: OrderedDict[Hashable, tuple[float, str]] = OrderedDict()

    def require_over(self, key: Hashable) -> None:
        """Do nothing where one may ask.

        Raises:
            TooManyRequestsError: Not yet; the text says why and for how long.
        """
        with self._lock:
            until, why = self._until.get(key, (0.0, ""))
        left = until - self._clock()
        if left > 0:
            raise TooManyRequestsError(f"{why}; it is asked again in {math.ceil(left)} s")

    def note(self, key: Hashable, asked: TooManyRequestsError) -> None:
        """Leave somebody alone for as long as was asked."""
        if asked.seconds <= 0:
            return
        with self._lock:
            self._until[key] = (self._clock() + asked.seconds, str(asked))
            self._until.move_to_end(key)
            while len(self._until) > _KEPT:
                self._until.popitem(last=False)
