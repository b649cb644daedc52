# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Keepers of Snapshots whose Snapshots a test sets."""

from dataclasses import dataclass, field

from trust.report import Snapshot
from trust.sources import Sources


@dataclass
class SimulatedSnapshots:
    """Gives what it was given."""

    current: Snapshot
    _made: tuple[Snapshot, Sources] | None = field(default=None, init=False)

    def sources(self) -> Sources:
        """Return it as the only source; equal ones are the same, as keepers have it."""
        if not self._made or self._made[0] is not self.current:
            self._made = (self.current, Sources.of([self.current]))
        return self._made[1]
