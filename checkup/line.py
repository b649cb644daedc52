# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""One thing that was looked at: how it stands, why, and what to do."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum


class Standing(Enum):
    """How a thing stands; UNKNOWN is no kind of fine."""

    OK = "ok"
    WRONG = "wrong"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What one look gave.

    Attributes:
        check: What was looked at, a short name that scripts may rely on.
        subject: Which one.
        standing: How it stands.
        detail: Why.
        remedy: How to mend it; empty where nothing is to be mended.
    """

    check: str
    subject: str
    standing: Standing
    detail: str
    remedy: str = ""


def exit_code(lines: Iterable[Line]) -> int:
    """Return 1 where one is wrong, otherwise 2 where one is not known, otherwise 0."""
    standings = {line.standing for line in lines}
    if Standing.WRONG in standings:
        return 1
    return 2 if Standing.UNKNOWN in standings else 0
