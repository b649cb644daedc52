# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Questions to a verifier, and what can be read of its answers."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from attestation.errors import AnswerError
from attestation.keylime.appraisal import Told
from attestation.keylime.envelope import results_of, says_unknown_agent
from attestation.keylime.record import Record
from attestation.keylime.rest import Rest
from attestation.keylime.status import AgentStatus, parse_status
from attestation.resting import resting
from trust.hardware import is_ek_hash
from trust.printable import printable

_LONGEST_ID = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """All agents of a verifier.

    Attributes:
        told: The instants of the answer.
        named: Every id in it.
        agents: That can be used.
        remarks: Why others cannot.
    """

    told: Told
    named: frozenset[str]
    agents: tuple[AgentStatus, ...]
    remarks: tuple[str, ...]


class Verifier:
    """Asks one verifier.

    Args:
        rest: Asks the server.
        record: What is remembered of its answers.
        now: The clock.
    """

    def __init__(self, rest: Rest, record: Record, *, now: Callable[[], datetime]) -> None:
        self._rest = rest
        self._record = record
        self._now = now

    def all_agents(self, *, deadline: float) -> Listed:
        """Ask for all agents.

        Raises:
            AttestationError: No answer could be had, or none that can be believed.
        """
        reply = self._rest.get("agents/?bulk=true", deadline=deadline)
        received_at = self._now()
        results = results_of(reply)
        told = self._record.told(reply, received_at=received_at, api=self._rest.version)
        agents: list[AgentStatus] = []
        remarks: list[str] = []
        for agent_id, value in resting(results.items(), until=deadline):
            if not is_ek_hash(agent_id):
                shown = printable(agent_id[:_LONGEST_ID])
                remarks.append(
                    f"agent {shown}: its id is no hash of an endorsement key: run agents with "
                    "uuid = hash_ek"
                )
                continue
            try:
                agents.append(parse_status(agent_id, value))
            except AnswerError as exc:
                remarks.append(str(exc))
        return Listed(
            told=told, named=frozenset(results), agents=tuple(agents), remarks=tuple(remarks)
        )

    def one_agent(self, agent_id: str, *, deadline: float) -> tuple[Told, AgentStatus | None]:
        """Ask for one agent; None where the verifier does not have it.

        Raises:
            AttestationError: No answer could be had, or none that can be believed.
        """
        reply = self._rest.get(f"agents/{agent_id}", deadline=deadline)
        received_at = self._now()
        told = self._record.told(reply, received_at=received_at, api=self._rest.version)
        if says_unknown_agent(reply):
            return told, None
        return told, parse_status(agent_id, results_of(reply))

    def close(self) -> None:
        """Close connections."""
        self._rest.close()
