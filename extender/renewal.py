# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The thread that makes appraisals anew ahead of calls; without it, calls are right and slower."""

import threading
import time
from collections.abc import Callable
from datetime import datetime
from typing import Protocol

_LOOK = 0.02
"""Seconds between two looks at whether anything changed; a look costs microseconds."""
_REST = 0.002
"""Seconds after each piece: a call that comes meanwhile has the interpreter to itself."""


class Renew(Protocol):
    """``Standing.renew``."""

    def __call__(self, *, now: Callable[[], datetime], rest: Callable[[], None]) -> int:
        """Make anew what no longer holds."""
        ...


class Renewal:
    """Keeps appraisals ahead of calls.

    Args:
        renew: Makes anew what no longer holds, with a rest between two pieces, and tells how much.
        now: The clock.
    """

    def __init__(self, renew: Renew, *, now: Callable[[], datetime]) -> None:
        self._renew = renew
        self._now = now
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="renewal", daemon=True)

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def stop(self) -> None:
        """Stop, and wait for what is under way."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join(timeout=5)

    def alive(self) -> bool:
        """Tell whether it looks, or will."""
        return self._thread.ident is None or self._thread.is_alive()

    def problem(self) -> str | None:
        """Return why not to be ready: nothing that it does is needed for a right answer."""
        return None

    def _run(self) -> None:
        pause = _LOOK
        while not self._stopped.wait(pause):
            started = time.monotonic()
            self._renew(now=self._now, rest=self._rest)
            # Where nodes change without end, as long for others as for us.
            pause = max(_LOOK, time.monotonic() - started)

    def _rest(self) -> None:
        self._stopped.wait(_REST)
