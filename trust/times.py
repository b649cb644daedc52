# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Instants and ages as people read them."""

from datetime import UTC, datetime


def clock_text(instant: datetime) -> str:
    """Write an instant in UTC to the second (RFC 3339)."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
