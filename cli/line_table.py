# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Lines of preflight and status as a table for people, and as JSON for programs."""

import json
from collections.abc import Iterator, Sequence

from checkup.line import Line, exit_code
from cli.columns import in_columns
from trust.printable import printable

_HEAD = ("STANDING", "CHECK", "SUBJECT", "WHY, AND HOW TO MEND IT")


def as_table(lines: Sequence[Line]) -> Iterator[str]:
    """Return the head and a line for each; what comes last is never cut."""
    return in_columns([_HEAD, *map(_cells, lines)])


def as_json(lines: Sequence[Line]) -> str:
    """Write one document: the exit code, and each line."""
    document = {"exitCode": exit_code(lines), "lines": [_fields(line) for line in lines]}
    return json.dumps(document, ensure_ascii=False, indent=2)


def _cells(line: Line) -> tuple[str, ...]:
    told = f"{line.detail}; {line.remedy}" if line.remedy else line.detail
    return line.standing.value, line.check, printable(line.subject), printable(told)


def _fields(line: Line) -> dict[str, str]:
    return {
        "standing": line.standing.value,
        "check": line.check,
        "subject": printable(line.subject),
        "detail": printable(line.detail),
        "remedy": line.remedy,
    }
