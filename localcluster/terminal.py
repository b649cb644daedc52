# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A program whose reader goes away ends quietly, as others do in a shell's pipe."""

import os
import sys
from collections.abc import Callable

CLOSED = 141
"""128 + SIGPIPE, as shells say it."""


def run(main: Callable[[], int]) -> int:
    """Run a program to its exit code; 141 where nobody reads its output any more."""
    try:
        code = main()
        sys.stdout.flush()
    except BrokenPipeError:
        if _heard():
            raise  # it was another pipe
        # What is still buffered would be tried again when the interpreter ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return CLOSED
    return code


def _heard() -> bool:
    try:
        sys.stdout.write("\n")
        sys.stdout.flush()
    except OSError:
        return False
    return True
