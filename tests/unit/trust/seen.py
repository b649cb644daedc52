# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A value that is seen late, and by each in his own time."""

from typing import Generic, TypeVar

T = TypeVar("T")
LAG = 3
"""Minutes until everybody has seen a write; below what is waited."""


class Seen(Generic[T]):
    """A value that changes, and what of it may be in somebody's eyes."""

    def __init__(self, value: T) -> None:
        self._values: list[tuple[int, T]] = [(0, value)]

    @property
    def value(self) -> T:
        """Return what was written last."""
        return self._values[-1][1]

    def write(self, at: int, value: T) -> None:
        """Change it."""
        self._values.append((at, value))

    def views(self, now: int) -> list[T]:
        """Return what anybody may see: all since the lag began, and the one of then."""
        old = [value for at, value in self._values if at <= now - LAG][-1:]
        return old + [value for at, value in self._values if now - LAG < at]
