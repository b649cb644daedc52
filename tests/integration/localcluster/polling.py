# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Waiting for what other processes do."""

import time
from collections.abc import Callable
from pathlib import Path

from localcluster.waiting import LONGEST


def eventually(condition: Callable[[], bool], *, seconds: float = LONGEST) -> bool:
    """Tell whether a condition becomes true; the bound only ends a test that has failed."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.1)
    return True


def processes_naming(folder: Path) -> list[int]:
    """Return the ids of processes whose command line names a folder (proc(5))."""
    return list(commands_naming(folder))


def commands_naming(folder: Path) -> dict[int, list[str]]:
    """Return the command lines, by process id, that name a folder."""
    found = {
        int(entry.name): _command_line(entry)
        for entry in Path("/proc").iterdir()
        if entry.name.isdigit()
    }
    return {
        number: line.decode(errors="replace").split("\0")
        for number, line in found.items()
        if str(folder).encode() in line
    }


def _command_line(entry: Path) -> bytes:
    try:
        return (entry / "cmdline").read_bytes()
    except OSError:  # it ended while we looked
        return b""
