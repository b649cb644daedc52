# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A component's processes, and the memory that each of them takes (proc(5))."""

from pathlib import Path

_KIBIBYTES = 1024


def family(arbiter: int) -> list[int]:
    """Return gunicorn's arbiter and its workers."""
    found = [arbiter]
    for process in found:
        children = Path(f"/proc/{process}/task/{process}/children").read_text()
        found.extend(int(child) for child in children.split())
    return found


def mebibytes(process: int, kind: str) -> float:
    """Return the memory of a process.

    Args:
        process: Its number.
        kind: ``Rss`` for all of it; ``Pss`` to count a page that two share as half.
    """
    text = Path(f"/proc/{process}/smaps_rollup").read_text()
    (line,) = (line for line in text.splitlines() if line.startswith(f"{kind}:"))
    return int(line.split()[1]) / _KIBIBYTES
