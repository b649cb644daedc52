# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""For how long things have been as they are, measured in this process and by no clock of walls."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta


@dataclass
class Unchanged:
    """Tells for how long something has had its value, by a clock that never jumps."""

    clock: Callable[[], float] = time.monotonic
    _values: dict[str, tuple[object, float]] = field(default_factory=dict)

    def __call__(self, what: str, value: object) -> timedelta:
        """Return how long it has been as it is."""
        now = self.clock()
        if what not in self._values or self._values[what][0] != value:
            self._values[what] = (value, now)
        return timedelta(seconds=now - self._values[what][1])

    def forget(self) -> None:
        """Begin anew: nobody looked for a while."""
        self._values.clear()
