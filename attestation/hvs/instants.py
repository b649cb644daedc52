# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Instants and identifiers as HVS writes them."""

import re
from datetime import UTC, datetime

from trust.hardware import is_hardware_uuid

_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)", re.ASCII)

_YEARS = frozenset(str(year) for year in range(1970, 9999))
"""In which instants have others before and after them. Go writes the year 1 where there is none."""


def parse_instant(text: str) -> datetime:
    """Read an instant of RFC 3339 with its zone; digits beyond microseconds are cut off.

    Raises:
        ValueError: It is something else.
    """
    if not _INSTANT.fullmatch(text):
        raise ValueError(f"{text[:40]!r} is not an instant of RFC 3339")
    if text[:4] not in _YEARS:
        raise ValueError(f"{text!r} is beyond the years that count")
    return datetime.fromisoformat(text).astimezone(UTC)


def parse_uuid(text: str) -> str:
    """Read a UUID in the form of RFC 4122 and return it in lower case.

    Raises:
        ValueError: It is something else, or one that firmware without an identity shows (all
            zeros, all ones): many machines share those.
    """
    found = text.lower()
    if not is_hardware_uuid(found):
        raise ValueError(f"{text[:40]!r} is not a UUID, or one that many share")
    return found
