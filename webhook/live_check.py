# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The live question at a Binding: every source that must vouch for the node is asked now.

It comes on top of the Snapshots and replaces none (ADR 0008). All sources are asked at once; one
that does not answer in time makes the node suspect.
"""

import logging
import time
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from datetime import datetime, timedelta

from attestation.errors import AttestationError
from attestation.live_metrics import LiveMetrics
from attestation.live_question import LiveQuestions
from trust.report import Node, Snapshot, Suspicion
from webhook.live_answer import LiveAnswer, answered, failed, late, not_asked
from webhook.seats import Seats

PATIENCE = timedelta(seconds=1)
MOMENT = 0.1
"""Seconds for which a question goes on when nobody waits any more: what is late is called late, and
not by the name of whatever its client was just waiting for."""
_LOG = logging.getLogger("webhook")


class LiveCheck:
    """Asks about single nodes.

    Args:
        questions: To each source.
        seats: For those who wait.
        metrics: Where to count.
        now: The clock.
        patience: For all answers together.
    """

    def __init__(
        self,
        questions: Mapping[str, LiveQuestions],
        *,
        seats: Seats,
        metrics: LiveMetrics,
        now: Callable[[], datetime],
        patience: timedelta = PATIENCE,
    ) -> None:
        self._questions = questions
        self._seats = seats
        self._metrics = metrics
        self._now = now
        self._patience = patience

    def ask(
        self, node: Node, sources: Collection[Snapshot], *, deadline: float
    ) -> tuple[LiveAnswer, ...]:
        """Ask all sources, and wait for all answers.

        Args:
            node: The chosen one.
            sources: That must vouch for it.
            deadline: Instant of ``time.monotonic`` of the request; patience may end sooner.
        """
        until = min(deadline, time.monotonic() + self._patience.total_seconds())
        with self._seats.taken([each.source for each in sources]) as full:
            if full:
                answers = tuple(not_asked(each.source, full) for each in sources)
            else:
                begun = [self._begin(node, each, until) for each in sources]
                answers = tuple(
                    self._wait(node, each, question, until)
                    for each, question in zip(sources, begun, strict=True)
                )
        for answer in answers:
            self._metrics.count(answer.source, answer.outcome)
        return answers

    def hold_against(
        self, node: Node, sources: Collection[Snapshot], answers: Collection[LiveAnswer]
    ) -> None:
        """Make a node suspect for which a source did not answer; its next answer clears it."""
        silences = {each.source: each.silence for each in answers if each.silence}
        for source in sources:
            why, identity = silences.get(source.source), node.identity(source.kind)
            if why is None or identity is None:
                continue
            suspicion = Suspicion(source=source.source, since=self._now(), why=why, evidence=False)
            self._questions[source.source].suspect(identity, suspicion)
            _LOG.warning(
                "no live answer", extra={"source": source.source, "node": node.name, "why": why}
            )

    def stop(self) -> None:
        """Ask nothing any more."""
        for questions in self._questions.values():
            questions.stop()

    def _begin(self, node: Node, source: Snapshot, until: float) -> Future[Snapshot] | LiveAnswer:
        identity = node.identity(source.kind)
        if identity is None:
            return not_asked(source.source, "the node has no identity that it counts by")
        try:
            return self._questions[source.source].begin(identity, deadline=until + MOMENT)
        except AttestationError as exc:
            return not_asked(source.source, str(exc))

    def _wait(
        self, node: Node, source: Snapshot, begun: Future[Snapshot] | LiveAnswer, until: float
    ) -> LiveAnswer:
        if isinstance(begun, LiveAnswer):
            return begun
        try:
            snapshot = begun.result(max(0.0, until - time.monotonic()))
        except FutureTimeoutError:
            return late(source.source, seconds=self._patience.total_seconds())
        except AttestationError as exc:
            return failed(source.source, str(exc))
        return answered(source.source, snapshot.report_for(node))
