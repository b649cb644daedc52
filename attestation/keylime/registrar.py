# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Questions to a registrar about many agents, as many as there is time for."""

import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from attestation.errors import AnswerError, AttestationError, ServiceUnavailableError
from attestation.keylime.envelope import results_of, says_unknown_agent
from attestation.keylime.registrations import Registrations, problem_of
from attestation.keylime.rest import Rest

_THREADS = 4
_MOST = 2000
"""Agents asked for within one poll."""


class Registrar:
    """Checks the endorsement keys of agents, and remembers which fit.

    Args:
        rest: Asks the server.
    """

    def __init__(self, rest: Rest) -> None:
        self._rest = rest
        self._found = Registrations()
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="registrar")

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

    def refresh(self, agent_ids: Iterable[str], *, deadline: float) -> str:
        """Ask for those that are due, and return why the registrar does not answer, if it does not.

        Args:
            agent_ids: All that count; what is known of others is forgotten.
            deadline: Instant of ``time.monotonic`` from which on nobody is asked for any more.
        """
        wanted = list(agent_ids)
        self._found.keep_only(wanted)
        due = self._found.due(wanted, at=time.monotonic())[:_MOST]
        broken: list[str] = []
        attempt = partial(self._try, broken, deadline)
        for agent_id in due[:1]:  # which settles the version for all
            attempt(agent_id)
        list(self._threads.map(attempt, due[1:]))
        return broken[0] if broken else ""

    def close(self) -> None:
        """Close connections, and end threads."""
        self._threads.shutdown(cancel_futures=True)
        self._rest.close()

    def _try(self, broken: list[str], deadline: float, agent_id: str) -> None:
        if broken or time.monotonic() >= deadline:
            return
        try:
            self._ask(agent_id, deadline)
        except AttestationError as exc:
            broken.append(str(exc))

    def _ask(self, agent_id: str, deadline: float) -> str:
        reply = self._rest.get(f"agents/{agent_id}", deadline=deadline)
        if says_unknown_agent(reply):
            problem = f"the registrar does not know agent {agent_id}"
        else:
            try:
                problem = problem_of(agent_id, results_of(reply))
            except ServiceUnavailableError:
                raise
            except AnswerError as exc:
                problem = str(exc)
        self._found.note(agent_id, problem, at=time.monotonic())
        return problem
