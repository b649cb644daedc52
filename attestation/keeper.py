# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The keeper of the newest Snapshot: one thread, and a swap that readers never see half of."""

import logging
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from attestation.errors import AttestationError
from attestation.service import VerificationService
from attestation.succession import after_answer, after_failure
from trust.pauses import retry_pause, spread
from trust.report import Snapshot
from trust.rules.freshness import snapshot_freshness

_LOG = logging.getLogger("attestation")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How often to ask, and how old an answer may grow."""

    period: timedelta = timedelta(seconds=5)
    """Between two polls that succeed."""
    max_staleness: timedelta = timedelta(seconds=30)
    """Age of the Snapshot beyond which every node is UNKNOWN: this is what "live" means."""
    deadline: timedelta = timedelta(seconds=3)
    """For one poll."""
    longest_pause: timedelta = timedelta(seconds=20)
    """Between two polls while they fail; below ``max_staleness``, to come back inside it."""

    def pause_after(self, failures: int, *, chance: float) -> float:
        """Return seconds until the next poll: the period, or a growing pause after failures.

        Args:
            failures: In a row, up to now.
            chance: As ``random.random`` gives it.
        """
        period = self.period.total_seconds()
        if not failures:
            return spread(period, chance=chance)
        longest = min(2 * period, self.longest_pause.total_seconds())
        return retry_pause(failures, longest=longest, chance=chance)


class SnapshotKeeper:
    """Polls one verification service.

    Args:
        service: Whom to ask.
        pace: How often.
        now: The clock.
        chance: Spreads pauses; no secret depends on it.
    """

    def __init__(
        self,
        service: VerificationService,
        *,
        pace: Pace,
        now: Callable[[], datetime],
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._service = service
        self._pace = pace
        self._now = now
        self._chance = chance
        self._wake = threading.Event()
        self._stopped = False
        self._failures = 0
        self._snapshot = Snapshot(
            source=service.name,
            fetched_at=None,
            max_staleness=pace.max_staleness,
            names_suffice=service.names_suffice,
        )
        self._thread = threading.Thread(target=self._run, name="snapshot-keeper", daemon=True)

    def start(self) -> None:
        """Begin to poll."""
        self._thread.start()

    def stop(self) -> None:
        """Stop polling; a poll under way ends with its own deadline."""
        self._stopped = True
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(timeout=self._pace.deadline.total_seconds() + 1)

    def refresh(self) -> None:
        """Poll as soon as possible: somebody hints that the service has news."""
        self._wake.set()

    def snapshot(self) -> Snapshot:
        """Return the newest Snapshot, whatever its age: rules judge that."""
        return self._snapshot

    def age_seconds(self, now: datetime) -> float:
        """Return the Snapshot's age; infinite before the first one."""
        fetched_at = self._snapshot.fetched_at
        return float("inf") if fetched_at is None else (now - fetched_at).total_seconds()

    def alive(self) -> bool:
        """Tell whether somebody polls, or will."""
        return self._thread.ident is None or self._thread.is_alive()

    def problem(self) -> str | None:
        """Return why not to be ready: nothing was ever heard, it is too old, or nobody polls."""
        if not self._thread.is_alive():
            return "the thread that polls the verification service is gone"
        silent = snapshot_freshness(self._snapshot, now=self._now())
        return silent.detail if silent is not None else None

    def _run(self) -> None:
        while not self._stopped:
            self._wake.clear()
            self._poll()
            self._wake.wait(self._pace.pause_after(self._failures, chance=self._chance()))

    def _poll(self) -> None:
        old = self._snapshot
        deadline = time.monotonic() + self._pace.deadline.total_seconds()
        try:
            answer = self._service.fetch(deadline=deadline)
            new = after_answer(old, answer, now=self._now())
        except AttestationError as exc:
            new = after_failure(old, exc)
        self._failures = self._failures + 1 if new.problem else 0
        if new.problem != old.problem:
            _LOG.warning(
                "verification service answers again" if not new.problem else "no usable answer",
                extra={"source": new.source, "why": new.problem},
            )
        # Equal Snapshots keep their identity, so that what was computed from them stays good.
        if new != old:
            self._snapshot = new
