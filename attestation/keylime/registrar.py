# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Questions to a registrar about many agents, which go on between two polls of the verifier."""

import threading
import time
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from math import inf

from attestation.errors import AnswerError, AttestationError
from attestation.keylime.envelope import results_of, says_unknown_agent
from attestation.keylime.registrations import Registrations, problem_of
from attestation.keylime.rest import Rest

_THREADS = 4
_ANSWER_SECONDS = 3.0
_PAUSE_SECONDS = 2.0
"""In which a registrar that did not answer is not asked about others."""


class Registrar:
    """Checks the endorsement keys of agents, and remembers which fit.

    Args:
        rest: Asks the server.
    """

    def __init__(self, rest: Rest) -> None:
        self._rest = rest
        self._found = Registrations()
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="registrar")
        self._lock = threading.Lock()
        self._asked: dict[str, Future[None]] = {}
        self._silent = ""
        self._asked_again_at = 0.0

    def problem(self, agent_id: str) -> str | None:
        """Return why an agent cannot be used, empty where its key fits, None where nobody knows."""
        return self._found.problem(agent_id, at=time.monotonic())

    def check(self, agent_id: str, *, deadline: float) -> str:
        """Return why an agent cannot be used, empty where its key fits; asks where nobody knows.

        Raises:
            AttestationError: No answer could be had.
        """
        known = self.problem(agent_id)
        return self._ask(agent_id, deadline) if known is None else known

    def forget(self, agent_id: str) -> None:
        """Know nothing of an agent any more: it may be another machine's now."""
        self._found.forget(agent_id)

    def refresh(self, agent_ids: Iterable[str], *, deadline: float) -> str:
        """Ask for those that are due, and return why the registrar does not answer, if it does not.

        Args:
            agent_ids: All that count; what is known of others is forgotten.
            deadline: Instant of ``time.monotonic`` until which to wait; questions go on after it.
        """
        wanted = list(agent_ids)
        self._found.keep_only(wanted)
        due = self._found.due(wanted, at=time.monotonic())
        with self._lock:
            self._asked = {key: each for key, each in self._asked.items() if not each.done()}
            new = [each for each in due if each not in self._asked]
        for agent_id in new[:1]:  # which settles the version for all
            self._try(agent_id, until=deadline)
        futures = {each: self._threads.submit(self._try, each) for each in new[1:]}
        with self._lock:
            self._asked.update(futures)
            pending = list(self._asked.values())
        wait(pending, timeout=max(0.0, deadline - time.monotonic()))
        return self._silent

    def close(self) -> None:
        """Close connections, and end threads."""
        self._threads.shutdown(cancel_futures=True)
        self._rest.close()

    def _try(self, agent_id: str, *, until: float = inf) -> None:
        """Ask about an agent, unless the registrar is silent: it is due again at the next poll."""
        if time.monotonic() < self._asked_again_at:
            return
        try:
            self._ask(agent_id, min(time.monotonic() + _ANSWER_SECONDS, until))
        except AttestationError as exc:
            self._silent = str(exc)
            self._asked_again_at = time.monotonic() + _PAUSE_SECONDS

    def _ask(self, agent_id: str, deadline: float) -> str:
        reply = self._rest.get(f"agents/{agent_id}", deadline=deadline)
        if says_unknown_agent(reply):
            problem = f"the registrar does not know agent {agent_id}"
        else:
            results = results_of(reply)
            try:
                problem = problem_of(agent_id, results)
            except AnswerError as exc:
                problem = str(exc)
        self._silent = ""
        self._found.note(agent_id, problem, at=time.monotonic())
        return problem
