# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Keylime as a VerificationService: a verifier says how agents fare, a registrar whose they are."""

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from math import inf

from attestation.errors import AnswerError, ServiceUnavailableError
from attestation.http.client import Client
from attestation.keylime.agents import Agents
from attestation.keylime.plan import doubtful, expiring, lost, wants_list
from attestation.keylime.record import Record
from attestation.keylime.registrar import Registrar
from attestation.keylime.rest import Rest
from attestation.keylime.settings import KeylimeSettings
from attestation.keylime.verifier import Verifier
from attestation.resting import resting
from attestation.service import Answer
from trust.hardware import is_ek_hash
from trust.report import Identity, IdentityKind, Report

_GONE = "the verifier has no such agent any more"


class Keylime:
    """Asks one Keylime; safe to use from several threads.

    Args:
        settings: Which one.
        now: The clock.
    """

    def __init__(self, settings: KeylimeSettings, *, now: Callable[[], datetime]) -> None:
        self._name = settings.name
        self._list_pause = settings.list_pause
        self._now = now
        self._record = Record(settings.demands)
        self._verifier = Verifier(Rest(Client(settings.verifier)), self._record, now=now)
        self._registrar = Registrar(Rest(Client(settings.registrar)))
        self._agents = Agents(self._verifier, self._registrar, self._record)
        self._lock = threading.Lock()
        self._known: dict[str, Report] = {}
        self._listed_at = -inf

    @property
    def name(self) -> str:
        """Return what people and policies call it."""
        return self._name

    @property
    def kind(self) -> IdentityKind:
        """Return that an agent's id is the hash of its TPM's endorsement key."""
        return IdentityKind.EK_HASH

    def fetch(self, *, deadline: float) -> Answer:
        """Ask for all agents; of a large fleet now and then, and for single ones in between.

        Raises:
            AttestationError: No answer could be had, or none that can be believed.
        """
        with self._lock:
            known = dict(self._known)
        soon = expiring(known, now=self._now())
        since = time.monotonic() - self._listed_at
        if not soon or wants_list(len(known), since_last=since, pause=self._list_pause):
            return self._fetch_all(known, deadline)
        return self._fetch_some(soon, deadline)

    def ask(self, identity: Identity, *, deadline: float) -> Answer:
        """Ask for one agent, live.

        Raises:
            AttestationError: No answer could be had, or none that can be believed.
        """
        if identity.kind is not self.kind or not is_ek_hash(identity.value):
            raise AnswerError(f"{identity.value!r} is no hash of an endorsement key")
        told, report, remark = self._agents.one(identity.value, deadline)
        return Answer(
            reports=(report,) if report else (),
            answered_at=told.served_at,
            complete=False,
            remarks=(remark,) if remark else (),
        )

    def close(self) -> None:
        """Let go of connections."""
        self._verifier.close()
        self._registrar.close()

    def _fetch_all(self, known: dict[str, Report], deadline: float) -> Answer:
        listed = self._verifier.all_agents(deadline=deadline)
        ids = {each.agent_id for each in listed.agents}
        self._agents.require_gone(lost(known, listed.named), deadline)
        for status in listed.agents:
            self._agents.forget_if_enrolled_anew(status)
        half = time.monotonic() + (deadline - time.monotonic()) / 2
        silent = self._registrar.refresh(ids, deadline=half)
        remarks = [*listed.remarks, *filter(None, [silent])]
        why = "the registrar does not answer" if silent else "the registrar is still being asked"
        reports: dict[str, Report] = {}
        for status in resting(listed.agents, until=deadline):
            report, remark = self._agents.judged(status, listed.told, why=why)
            if report is not None:
                reports[status.agent_id] = report
            remarks.extend(filter(None, [remark]))
        for agent_id in doubtful(known, reports):
            self._agents.look_again(agent_id, reports, deadline)
        self._record.keep_only(ids)
        with self._lock:
            self._known = reports
            self._listed_at = time.monotonic()
        return Answer(
            reports=tuple(reports.values()),
            answered_at=listed.told.served_at,
            remarks=tuple(remarks),
            node_names={
                Identity(self.kind, each.agent_id): each.node for each in listed.agents if each.node
            },
        )

    def _fetch_some(self, agent_ids: list[str], deadline: float) -> Answer:
        """Ask for agents one by one, as many as there is time for, and at least one."""
        told, report, remark = self._agents.one(agent_ids[0], deadline)
        found = {agent_ids[0]: (report, remark)}
        with suppress(ServiceUnavailableError):
            for agent_id in agent_ids[1:]:
                told, report, remark = self._agents.one(agent_id, deadline)
                found[agent_id] = report, remark
        with self._lock:
            reports = {
                agent_id: report or self._known[agent_id].doubted(f"keylime: {remark or _GONE}")
                for agent_id, (report, remark) in found.items()
            }
            self._known.update(reports)
        return Answer(
            reports=tuple(reports.values()),
            answered_at=told.served_at,
            complete=False,
            remarks=tuple(remark for _, remark in found.values() if remark),
        )
