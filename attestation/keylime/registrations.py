# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Whether the agent behind an id has the endorsement key whose hash the id is; remembered.

A registrar ties an agent's attestation key to its endorsement key, and an id to both. It is asked
seldom: a registrar takes longer for an answer than a verifier for a quote (keylime.md 6).
"""

import threading
from collections.abc import Iterable
from dataclasses import dataclass

from attestation.errors import AnswerError
from attestation.keylime.ek import ek_hash

AGAIN_SECONDS = 300.0
"""After which it is asked for again, while the old answer holds."""
VALID_SECONDS = AGAIN_SECONDS + 1800.0
"""For which a key that was found to fit is taken to fit while the registrar does not answer: half
an hour for its repair at least."""
MOST_AGAIN = 100
"""Agents of a poll whose old answers are renewed: of a large fleet not all at the same moment."""
FAILED_SECONDS = 30.0
"""After which an agent that does not fit is looked at again."""


@dataclass(frozen=True, slots=True)
class _Found:
    problem: str
    at: float


class Registrations:
    """What was found, by agent; safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._found: dict[str, _Found] = {}

    def note(self, agent_id: str, problem: str, *, at: float) -> None:
        """Take down an answer.

        Args:
            agent_id: Whose.
            problem: Why the agent cannot be used, empty where its key fits.
            at: Seconds that never go back.
        """
        with self._lock:
            self._found[agent_id] = _Found(problem, at)

    def problem(self, agent_id: str, *, at: float) -> str | None:
        """Return why an agent cannot be used, empty where its key fits, None where nobody knows."""
        with self._lock:
            found = self._found.get(agent_id)
        if found is None or at - found.at >= VALID_SECONDS:
            return None
        return found.problem

    def due(self, agent_ids: Iterable[str], *, at: float) -> list[str]:
        """Return whom to ask for: all that nobody knows, then some of the oldest answers."""
        with self._lock:
            found = dict(self._found)
        ages = [
            (each, at - found[each].at if each in found else VALID_SECONDS) for each in agent_ids
        ]
        late = [
            (age, each)
            for each, age in ages
            if age >= (FAILED_SECONDS if each in found and found[each].problem else AGAIN_SECONDS)
        ]
        late.sort(reverse=True)
        unknown = [each for _, each in late if each not in found]
        return unknown + [each for _, each in late if each in found][:MOST_AGAIN]

    def forget(self, agent_id: str) -> None:
        """Know nothing of an agent any more."""
        with self._lock:
            self._found.pop(agent_id, None)

    def keep_only(self, agent_ids: Iterable[str]) -> None:
        """Forget all others."""
        kept = set(agent_ids)
        with self._lock:
            self._found = {key: each for key, each in self._found.items() if key in kept}


def problem_of(agent_id: str, registration: object) -> str:
    """Return why an agent cannot be used, empty where its key fits its id.

    Args:
        agent_id: What it was asked for by.
        registration: ``results`` of a registrar's answer.

    Raises:
        AnswerError: The answer is about another agent, or has no key.
    """
    if not isinstance(registration, dict) or registration.get("agent_id", agent_id) != agent_id:
        raise AnswerError(f"the registrar's answer is not about agent {agent_id}")
    public = registration.get("ek_tpm")
    if not isinstance(public, str):
        raise AnswerError(f"the registrar has no endorsement key of agent {agent_id}")
    found = ek_hash(public)
    if found == agent_id:
        return ""
    return f"agent {agent_id} has the endorsement key {found}: run agents with uuid = hash_ek"
