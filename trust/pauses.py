# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Pauses between attempts: growing, bounded, and spread, so that replicas do not ask in step."""

_FIRST = 0.5
"""Seconds after the first failure, before they are spread."""
_DOUBLINGS = 16
"""Enough for any bound; more would only make large numbers."""
_SHARE = 0.3
"""Of a pause, by which it may be shorter: never longer, so that bounds hold."""


def retry_pause(failures: int, *, longest: float, chance: float) -> float:
    """Return seconds to wait after so many failures in a row.

    Args:
        failures: At least 1.
        longest: Seconds that no pause exceeds.
        chance: As ``random.random`` gives it: at least 0, below 1.
    """
    grown: float = _FIRST * 2 ** min(failures - 1, _DOUBLINGS)
    return spread(min(grown, longest), chance=chance)


def spread(seconds: float, *, chance: float) -> float:
    """Return the pause, shortened by chance."""
    return seconds * (1 - _SHARE * chance)
