# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A client outside that asks all the time, so often a second, and counts what came of it."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from localcluster.errors import LocalClusterError

Outcome = Literal["right", "open", "lost", "closed"]
"""As it has to be; let through what must not be; nobody answered; refused though nothing is wrong,
by somebody who says that he does not know."""
Ask = Callable[[], tuple[Outcome, str]]
_GIVES_UP = 60.0
_AGAIN = 0.1


@dataclass
class Load:
    """So many threads, each of which asks when it is its turn and it has been answered.

    Attributes:
        name: For people.
        asks: What each thread does; raises where the API server itself cannot be reached, as any
            client then does it again.
        rate: A second, all threads together; less where answers take longer.
        counts: How often what came of it.
        told: What was said of those that were not right.
    """

    name: str
    asks: Sequence[Ask]
    rate: float = 50.0
    counts: Counter[Outcome] = field(default_factory=Counter)
    told: list[str] = field(default_factory=list)
    _stopped: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    @property
    def asked(self) -> int:
        """Return how many have an outcome."""
        return self.counts.total()

    def start(self) -> None:
        """Begin to ask."""
        for number, ask in enumerate(self.asks):
            thread = threading.Thread(target=self._run, args=(number, ask), daemon=True)
            thread.start()
            self._threads.append(thread)

    def stop(self) -> None:
        """Ask no more, once what is under way has its outcome."""
        self._stopped.set()
        for thread in self._threads:
            thread.join(2 * _GIVES_UP)

    def _run(self, number: int, ask: Ask) -> None:
        period = len(self.asks) / self.rate
        self._stopped.wait(number * period / len(self.asks))
        while not self._stopped.is_set():
            began = time.monotonic()
            outcome, text = _answered(ask)
            if outcome != "right":
                self.told.append(f"{time.strftime('%H:%M:%S')} {outcome}: {text}"[:600])
            self.counts[outcome] += 1
            self._stopped.wait(max(0.0, began + period - time.monotonic()))


def _answered(ask: Ask) -> tuple[Outcome, str]:
    end = time.monotonic() + _GIVES_UP
    while True:
        try:
            return ask()
        except LocalClusterError as exc:
            if time.monotonic() > end:
                return "lost", str(exc)
        time.sleep(_AGAIN)
