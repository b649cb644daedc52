# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Questions asked side by side, the first one without handing it to another thread."""

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from typing import TypeVar

T = TypeVar("T")
V = TypeVar("V")


def together(pool: Executor, question: Callable[[T], V], items: Sequence[T]) -> list[V]:
    """Return the answer for each item; whoever calls must not be a thread of the pool.

    Raises:
        ImagesError: Whatever the first question raises that fails; others are not begun any more.
    """
    others = [pool.submit(question, item) for item in items[1:]]
    try:
        return [question(item) for item in items[:1]] + [other.result() for other in others]
    finally:
        for other in others:
            other.cancel()
