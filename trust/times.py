# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Instants and ages as people read them."""

from datetime import UTC, datetime, timedelta

_FIRST = datetime.min.replace(tzinfo=UTC)
_LAST = datetime.max.replace(tzinfo=UTC)


def clock_text(instant: datetime) -> str:
    """Write an instant in UTC to the second (RFC 3339)."""
    try:
        return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except OverflowError:  # within a day of the first or last instant, in another zone
        return instant.isoformat(timespec="seconds")


def later(instant: datetime, by: timedelta) -> datetime:
    """Return an instant so much later, or the last or first there is: reports hold any year."""
    try:
        return instant + by
    except OverflowError:
        return _LAST if by > timedelta() else _FIRST
