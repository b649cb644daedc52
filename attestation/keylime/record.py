# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What is remembered between the answers of a verifier: its clock, and the count of each agent."""

import threading
from collections.abc import Iterable
from datetime import datetime

from attestation.http.reply import Reply
from attestation.keylime.appraisal import Told, appraise
from attestation.keylime.clock import Clock, compare
from attestation.keylime.demands import Demands
from attestation.keylime.progress import Progress, advance
from attestation.keylime.status import AgentStatus
from trust.report import Report


class Record:
    """Appraises agents in the light of earlier answers; safe to use from several threads.

    Args:
        demands: Of the operator.
    """

    def __init__(self, demands: Demands) -> None:
        self._demands = demands
        self._lock = threading.Lock()
        self._clock: Clock | None = None
        self._progress: dict[str, Progress] = {}

    def told(self, reply: Reply, *, received_at: datetime, api: str) -> Told:
        """Return an answer's instants, and the version of the API that it was given under.

        Raises:
            AnswerError: It has no ``Date``, or one that is too far from our clock.
        """
        served_at = reply.date
        with self._lock:
            self._clock = compare(self._clock, served_at=served_at, received_at=received_at)
            return Told(served_at=served_at, received_at=received_at, clock=self._clock, api=api)

    def is_enrolled_anew(self, status: AgentStatus) -> bool:
        """Tell whether fewer quotes are counted than before: then the key may be another one."""
        with self._lock:
            old = self._progress.get(status.agent_id)
        return old is not None and status.count < old.count

    def report(self, status: AgentStatus, told: Told) -> Report:
        """Appraise one agent."""
        with self._lock:
            old = self._progress.get(status.agent_id)
            progress = advance(old, status, served_at=told.served_at)
            self._progress[status.agent_id] = progress
        return appraise(status, told, progress=progress, demands=self._demands)

    def keep_only(self, agent_ids: Iterable[str]) -> None:
        """Forget all others."""
        kept = set(agent_ids)
        with self._lock:
            self._progress = {key: each for key, each in self._progress.items() if key in kept}
