# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The keeper of one source's newest Snapshot: a thread that polls, and questions between."""

import logging
import random
import threading
import time
from collections.abc import Callable
from datetime import datetime

from attestation.errors import AttestationError
from attestation.newest import NewestSnapshot
from attestation.pace import Pace
from attestation.service import VerificationService
from trust.report import Identity, IdentityKind, Snapshot, Suspicion
from trust.rules.freshness import snapshot_freshness

_LOG = logging.getLogger("attestation")
_MOST_REMARKS = 20
"""Logged of one poll: a service that lies has as many as it likes, and others each time."""


class SnapshotKeeper:
    """Polls one service.

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
        self._stopped = threading.Event()
        self._failures = 0
        self._remarks: frozenset[str] = frozenset()
        first = Snapshot(
            source=service.name,
            kind=service.kind,
            fetched_at=None,
            max_staleness=pace.max_staleness,
        )
        self._newest = NewestSnapshot(first, now=now)
        self._thread = threading.Thread(target=self._run, name="snapshot-keeper", daemon=True)

    def start(self) -> None:
        """Begin to poll."""
        self._thread.start()

    def stop(self) -> None:
        """Stop polling; a poll under way ends with its own deadline."""
        self._stopped.set()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(timeout=self._pace.deadline.total_seconds() + 1)
        self._service.close()

    def refresh(self) -> None:
        """Poll as soon as possible: somebody hints that the service has news."""
        self._wake.set()

    @property
    def source(self) -> str:
        """Return the name of the source."""
        return self._service.name

    @property
    def kind(self) -> IdentityKind:
        """Return by what the source ties its Reports to nodes."""
        return self._service.kind

    def ask(self, identity: Identity, *, deadline: float) -> Snapshot:
        """Ask about one node, live, and return the Snapshot with the answer in it.

        Args:
            identity: Of the node.
            deadline: Instant of ``time.monotonic``.

        Raises:
            AttestationError: No answer could be had, or none that can be believed.
        """
        asked_at = self._now()
        answer = self._service.ask(identity, deadline=deadline)
        return self._newest.take_single(identity, answer, asked_at=asked_at)

    def suspect(self, identity: Identity, suspicion: Suspicion) -> None:
        """Hold something against a node at once, and poll as soon as possible."""
        self._newest.take_hint(identity, suspicion)
        _LOG.warning(
            "node is suspect",
            extra={"source": self.source, "identity": identity.value, "why": suspicion.why},
        )
        self.refresh()

    def snapshot(self) -> Snapshot:
        """Return the newest Snapshot, whatever its age: rules judge that."""
        return self._newest.get()

    def age_seconds(self, now: datetime) -> float:
        """Return the Snapshot's age; infinite before the first one."""
        fetched_at = self.snapshot().fetched_at
        return float("inf") if fetched_at is None else (now - fetched_at).total_seconds()

    def alive(self) -> bool:
        """Tell whether somebody polls, or will."""
        return self._thread.ident is None or self._thread.is_alive()

    def problem(self) -> str | None:
        """Return why not to be ready: nothing was ever heard, it is too old, or nobody polls."""
        if not self._thread.is_alive():
            return "the thread that polls the verification service is gone"
        silent = snapshot_freshness(self.snapshot(), now=self._now())
        return silent.detail if silent is not None else None

    def _run(self) -> None:
        shortest = min(self._pace.shortest_pause, self._pace.period).total_seconds()
        while not self._stopped.is_set():
            self._wake.clear()
            more = self._poll()
            polled_at = time.monotonic()
            if not more:
                self._wake.wait(self._pace.pause_after(self._failures, chance=self._chance()))
            self._stopped.wait(max(0.0, polled_at + shortest - time.monotonic()))

    def _poll(self) -> bool:
        """Poll, and tell whether to go on at once."""
        old, asked_at = self.snapshot(), self._now()
        deadline = time.monotonic() + self._pace.deadline.total_seconds()
        try:
            answer = self._service.fetch(deadline=deadline)
            self._remark(frozenset(answer.remarks))
            new, more = self._newest.take(answer, asked_at=asked_at), answer.more
        except AttestationError as exc:
            new, more = self._newest.take_failure(exc), False
        self._failures = self._failures + 1 if new.problem else 0
        if new.problem != old.problem:
            _LOG.warning(
                "verification service answers again" if not new.problem else "no usable answer",
                extra={"source": new.source, "why": new.problem},
            )
        return more and not new.problem

    def _remark(self, remarks: frozenset[str]) -> None:
        """Log what could not be used of an answer, once for as long as it stays so."""
        for remark in sorted(remarks - self._remarks)[:_MOST_REMARKS]:
            _LOG.warning("answer cannot be used", extra={"source": self.source, "why": remark})
        self._remarks = remarks
