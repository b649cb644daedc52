# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Thousands of items read with rests between them while others need the interpreter.

A thread that computes without an end makes others wait at each of their reads and writes, and the
scheduler waits for them. A poll has time; a call of the scheduler has none. Where nobody else works
there is nobody to rest for.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from math import inf
from typing import TypeVar

T = TypeVar("T")

_PIECE = 20
"""Items without a look at the clocks: less than a millisecond."""
_WORK = 0.0005
"""Seconds of processor time without a rest: items that are known already take next to nothing."""
_REST = 0.004
"""Seconds, a few times as long as what is done between two rests."""
_BUSY = 0.0001
"""Seconds of processor time that others took since the piece before: a call takes more."""
_RESERVE = 1.0
"""Seconds before the deadline from which on there is no more time to rest."""


def others_seconds() -> float:
    """Return the processor time that other threads of this process have taken."""
    return time.process_time() - time.thread_time()


def resting(
    items: Iterable[T],
    *,
    until: float = -inf,
    others: Callable[[], float] = others_seconds,
    own: Callable[[], float] = time.thread_time,
    rest: Callable[[float], object] = time.sleep,
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[T]:
    """Yield the items, with a rest after a piece of them while others worked.

    Args:
        items: Any.
        until: Deadline of the poll, as the clock tells it; without one there is no rest.
        others: Seconds that others have worked.
        own: Seconds that this thread has worked.
        rest: Waits so many seconds.
        clock: Seconds that never go back.
    """
    left = iter(items)
    worked, known = own(), others()
    while piece := tuple(islice(left, _PIECE)):
        yield from piece
        if own() - worked < _WORK:
            continue
        before, known = known, others()
        if known - before > _BUSY and clock() < until - _RESERVE:
            rest(_REST)
        worked = own()
