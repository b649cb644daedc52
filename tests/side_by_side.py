# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""``python -m tests.side_by_side tests/integration tests/e2e``: each folder in a pytest of its own.

They wait most of their time, for clocks and for other programs, so that two at once take little
longer than one. The first one's output is shown at once, the others' when they have ended.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import ExitStack
from typing import IO

_EVERY_SECONDS = 60


def main(folders: list[str]) -> int:
    """Run all, print what they said, and return the first exit code that is not 0."""
    shown, *behind = folders
    with ExitStack() as stack:
        logs = {
            folder: stack.enter_context(tempfile.TemporaryFile("w+", encoding="utf-8"))
            for folder in behind
        }
        return _run(shown, logs)


def _run(shown: str, logs: Mapping[str, IO[str]]) -> int:
    running = {folder: _pytest(folder, log) for folder, log in logs.items()}
    print(f"== {shown}; beside it, shown at its end: {' '.join(logs)}", flush=True)
    codes = [_pytest(shown, None).wait()]
    for folder, process in running.items():
        codes.append(_wait(folder, process))
        logs[folder].seek(0)
        print(f"== {folder}", logs[folder].read(), sep="\n", flush=True)
    return next((code for code in codes if code), 0)


def _pytest(folder: str, log: IO[str] | None) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "pytest", folder]
    return subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT if log else None)


def _wait(folder: str, process: subprocess.Popen[bytes]) -> int:
    began = time.monotonic()
    while True:
        try:
            return process.wait(timeout=_EVERY_SECONDS)
        except subprocess.TimeoutExpired:
            minutes = (time.monotonic() - began) / 60
            print(f"== waiting for {folder}, {minutes:.0f} min", flush=True)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)  # the pytests heard of it themselves, and end what they started
