# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""How often a verification service is asked, and how old its answers may grow."""

from dataclasses import dataclass
from datetime import timedelta

from trust.pauses import retry_pause, spread


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How often to ask, and how old an answer may grow."""

    period: timedelta = timedelta(seconds=5)
    """Between two polls that succeed."""
    max_staleness: timedelta = timedelta(seconds=30)
    """Age of the Snapshot beyond which every node is UNKNOWN: this is what "live" means."""
    deadline: timedelta = timedelta(seconds=3)
    """For one poll."""
    longest_pause: timedelta = timedelta(seconds=20)
    """Between two polls while they fail; below ``max_staleness``, to come back inside it."""
    shortest_pause: timedelta = timedelta(milliseconds=200)
    """Between two polls that somebody wants at once: hints come as often as others like."""

    def pause_after(self, failures: int, *, chance: float) -> float:
        """Return seconds until the next poll: the period, or a growing pause after failures.

        Args:
            failures: In a row, up to now.
            chance: As ``random.random`` gives it.
        """
        period = self.period.total_seconds()
        if not failures:
            return spread(period, chance=chance)
        longest = min(2 * period, self.longest_pause.total_seconds())
        return retry_pause(failures, longest=longest, chance=chance)
