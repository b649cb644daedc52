# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Agents asked for one by one, and what verifier and registrar together say of each."""

from contextlib import suppress

from attestation.errors import AnswerError, AttestationError
from attestation.keylime.appraisal import Told
from attestation.keylime.record import Record
from attestation.keylime.registrar import Registrar
from attestation.keylime.status import AgentStatus
from attestation.keylime.verifier import Verifier
from trust.report import Report

_IN_A_MOMENT = "it is about to be"


class Agents:
    """Brings both servers together.

    Args:
        verifier: Says how agents fare.
        registrar: Says whose they are.
        record: What is remembered of the verifier's answers.
    """

    def __init__(self, verifier: Verifier, registrar: Registrar, record: Record) -> None:
        self._verifier = verifier
        self._registrar = registrar
        self._record = record

    def one(self, agent_id: str, deadline: float) -> tuple[Told, Report | None, str]:
        """Ask for one agent; without a Report it is not there, or the remark says why.

        Raises:
            AttestationError: No answer could be had, or none that can be believed.
        """
        self._registrar.check(agent_id, deadline=deadline)
        told, status = self._verifier.one_agent(agent_id, deadline=deadline)
        if status is None:
            return told, None, ""
        if self.forget_if_enrolled_anew(status):
            self._registrar.check(agent_id, deadline=deadline)
        report, remark = self.judged(status, told, why=_IN_A_MOMENT)
        return told, report, remark

    def forget_if_enrolled_anew(self, status: AgentStatus) -> bool:
        """Forget whose an agent was that was deleted and added again, and tell whether it was."""
        anew = self._record.is_enrolled_anew(status)
        if anew:
            self._registrar.forget(status.agent_id)
        return anew

    def judged(self, status: AgentStatus, told: Told, *, why: str) -> tuple[Report | None, str]:
        """Return the Report on an agent, or a remark on why it can have none.

        Args:
            status: As the verifier tells it.
            told: When.
            why: Its endorsement key may not have been checked.
        """
        report = self._record.report(status, told)
        problem = self._registrar.problem(status.agent_id)
        if problem:
            return None, problem
        if problem is None and report.trusted:
            return report.doubted(f"keylime: its endorsement key is not checked yet ({why})"), ""
        return report, ""

    def require_gone(self, agent_ids: list[str], deadline: float) -> None:
        """Make sure that agents which a list lacks are not there.

        Raises:
            AttestationError: One is there, or nobody knows: then nothing of the list is believed.
        """
        for agent_id in agent_ids:
            _, status = self._verifier.one_agent(agent_id, deadline=deadline)
            if status is not None:
                raise AnswerError(
                    f"its list lacks agent {agent_id}, which it has when asked for it alone"
                )

    def look_again(self, agent_id: str, reports: dict[str, Report], deadline: float) -> None:
        """Replace what the list says of an agent by what the verifier says of it alone."""
        with suppress(AttestationError):
            _, report, _ = self.one(agent_id, deadline)
            if report is None:
                del reports[agent_id]
            else:
                reports[agent_id] = report
