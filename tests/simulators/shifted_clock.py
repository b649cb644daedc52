# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""``python -m tests.simulators.shifted_clock FILE COMPONENT …``: a machine whose clock is off.

Whatever asks Python for the time of day is told one that differs by as many seconds as the file
says, read at each question, so that the clock can jump. Monotonic clocks are left alone, as those
of a machine are whose clock is set. OpenSSL has a clock of its own, and is not told.
"""

import runpy
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta, tzinfo
from pathlib import Path
from typing import Self


def shift(by: Callable[[], float]) -> None:
    """Let all modules that are imported from now on see another time.

    Args:
        by: Gives the seconds of difference.
    """
    real = time.time

    class Shifted(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Self:
            return super().now(tz) + timedelta(seconds=by())

    sys.modules["datetime"].__dict__["datetime"] = Shifted
    time.time = lambda: real() + by()


if __name__ == "__main__":
    clock = Path(sys.argv.pop(1))
    shift(lambda: float(clock.read_text()))
    runpy.run_module("cli", run_name="__main__", alter_sys=True)
