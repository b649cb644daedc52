# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The newest Snapshot of one source, swapped under a lock; readers never see half of a swap.

Of two answers about a node the one whose question is younger counts, whichever comes first: a
single answer outlasts a poll that was under way when it was asked for, and an answer that was
overtaken gives no trust any more.
"""

import threading
from collections.abc import Callable
from datetime import datetime

from attestation.errors import AttestationError
from attestation.service import Answer
from attestation.succession import (
    after_answer,
    after_failure,
    after_hint,
    after_single,
    require_current,
)
from trust.report import Identity, Snapshot, Suspicion


class NewestSnapshot:
    """Takes answers, failures and hints in whatever order they come.

    Args:
        first: The Snapshot before anything was heard.
        now: The clock.
    """

    def __init__(self, first: Snapshot, *, now: Callable[[], datetime]) -> None:
        self._snapshot = first
        self._now = now
        self._lock = threading.Lock()
        self._singles: dict[Identity, tuple[datetime, Answer]] = {}
        self._polled: datetime | None = None

    def get(self) -> Snapshot:
        """Return it, whatever its age: rules judge that."""
        return self._snapshot

    def take(self, answer: Answer, *, asked_at: datetime) -> Snapshot:
        """Take the answer of a poll whose question left us at ``asked_at``."""
        with self._lock:
            new = after_answer(self._snapshot, answer, asked_at=asked_at, now=self._now())
            if not new.problem:
                new = self._with_singles(new, asked_at=asked_at)
                self._polled = asked_at
            return self._swap(new)

    def take_failure(self, error: AttestationError) -> Snapshot:
        """Take that a poll gave no answer."""
        with self._lock:
            return self._swap(after_failure(self._snapshot, error))

    def take_single(self, identity: Identity, answer: Answer, *, asked_at: datetime) -> Snapshot:
        """Take the answer about one node.

        Raises:
            AnswerError: It cannot be believed.
        """
        with self._lock:
            old = self._snapshot
            require_current(old, answer, now=self._now())
            new = after_single(old, identity, answer, asked_at=asked_at)
            if self._overtaken(identity, asked_at):
                gives = any(report.trusted for report in answer.reports)
                return old if gives else self._swap(new)
            self._singles[identity] = (asked_at, answer)
            return self._swap(new)

    def take_hint(self, identity: Identity, suspicion: Suspicion) -> Snapshot:
        """Hold something against a node."""
        with self._lock:
            return self._swap(after_hint(self._snapshot, identity, suspicion))

    def _overtaken(self, identity: Identity, asked_at: datetime) -> bool:
        """Tell whether a younger question about the node was answered before."""
        single = self._singles.get(identity)
        known = (self._polled, single and single[0])
        return any(each is not None and asked_at < each for each in known)

    def _with_singles(self, new: Snapshot, *, asked_at: datetime) -> Snapshot:
        """Put back the answers about single nodes whose questions are younger than the poll's."""
        self._singles = {key: each for key, each in self._singles.items() if each[0] >= asked_at}
        for identity, (single_asked_at, answer) in self._singles.items():
            new = after_single(new, identity, answer, asked_at=single_asked_at)
        return new

    def _swap(self, new: Snapshot) -> Snapshot:
        # Equal Snapshots keep their identity, so that what was computed from them stays good.
        if new != self._snapshot:
            self._snapshot = new
        return self._snapshot
