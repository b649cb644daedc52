# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Keylime's verifier and registrar, as far as they are asked (REST API 2.1 to 2.6)."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http import HTTPStatus
from typing import Any

from tests.simulators.answers import Answer, Asked, Manner
from tests.simulators.https import HttpsSimulator

PINNED = '{"15": ["' + "0" * 64 + '"], "mask": "0x8000"}'
_BULK = "agents/?bulk=true"


@dataclass(kw_only=True)
class SimulatedAgent:
    """One agent as its verifier has it; ``attested`` goes on with every quote while it is there.

    Attributes:
        silent_since: When its last good quote was, if it gives none any more.
        changes: Fields of its status that differ.
        starting: How many answers say that the verifier has just been started.
        ek_tpm: As the registrar has it.
    """

    silent_since: datetime | None = None
    changes: dict[str, object] = field(default_factory=dict)
    starting: int = 0
    ek_tpm: str

    def status(self, now: datetime) -> dict[str, object]:
        """Return the status object."""
        attested = int((self.silent_since or now).timestamp())
        started: dict[str, object] = {}
        if self.starting:
            self.starting -= 1
            started = {"operational_state": 1, "attestation_status": "PENDING"}
        return {
            "operational_state": 3, "v": "c2VjcmV0", "ip": "127.0.0.1", "port": 9002,
            "tpm_policy": PINNED, "meta_data": "{}",
            "has_mb_refstate": 1, "has_runtime_policy": 0,
            "accept_tpm_hash_algs": ["sha512", "sha384", "sha256"],
            "accept_tpm_encryption_algs": ["ecc", "rsa"],
            "accept_tpm_signing_algs": ["ecschnorr", "rsassa"],
            "hash_alg": "sha256", "enc_alg": "rsa", "sign_alg": "rsassa",
            "verifier_id": "default", "verifier_ip": "127.0.0.1", "verifier_port": 8881,
            "severity_level": None, "last_event_id": None,
            "attestation_count": attested % 1_000_000 + 1,
            "last_received_quote": attested, "last_successful_attestation": attested,
            "attestation_status": "PASS", "attestation_period": "2s",
            "maximum_attestation_interval": "10s",
            **self.changes,
            **started,
        }  # fmt: skip


class KeylimeSimulator(HttpsSimulator):
    """What verifier and registrar have in common."""

    def __init__(self, agents: dict[str, SimulatedAgent], port: int = 0) -> None:
        super().__init__(port)
        self.agents = agents
        self.versions = ["1.0", "2.0", "2.1", "2.2", "2.3", "2.4", "2.5", "2.6", "3.0"]
        self.skew = timedelta()
        self.away = False

    def now(self) -> datetime:
        """Return its clock."""
        return datetime.now(UTC) + self.skew

    def reply(self, asked: Asked) -> Answer:
        """Answer as Keylime does."""
        if self.away:
            return Answer(manner=Manner.HUNG_UP)
        if asked.path == "/version":
            supported = {"current_version": self.versions[-1], "supported_versions": self.versions}
            return self.wrapped(supported)
        _, version, path = asked.path.split("/", 2)
        if version.removeprefix("v") not in self.versions:
            return Answer(status=HTTPStatus.NOT_FOUND, body=b"<html></html>")
        found = self.results(path)
        if found is None:
            return self.wrapped({}, code=404, status="agent id not found")
        return self.wrapped(found)

    def results(self, path: str) -> Mapping[str, Any] | None:
        """Return what is at a path behind the version; None for an agent that is not there."""
        raise NotImplementedError

    def wrapped(
        self, results: Mapping[str, Any], *, code: int = 200, status: str = "Success"
    ) -> Answer:
        """Wrap results as Keylime does."""
        body = json.dumps({"code": code, "status": status, "results": results}).encode()
        date = format_datetime(self.now(), usegmt=True)
        return Answer(status=code, headers={"Date": date}, body=body)


class VerifierSimulator(KeylimeSimulator):
    """Says how agents fare.

    Attributes:
        hidden: Agents that the list lacks.
        before: Called with each path before it is answered.
    """

    def __init__(self, agents: dict[str, SimulatedAgent], port: int = 0) -> None:
        super().__init__(agents, port)
        self.hidden: set[str] = set()
        self.before: Callable[[str], None] = lambda _: None

    def results(self, path: str) -> Mapping[str, Any] | None:
        """Return a status, or all."""
        self.before(path)
        now = self.now()
        if path == _BULK:
            shown = self.agents.keys() - self.hidden
            return {each: self.agents[each].status(now) for each in sorted(shown)}
        agent = self.agents.get(path.removeprefix("agents/"))
        return None if agent is None else agent.status(now)


class RegistrarSimulator(KeylimeSimulator):
    """Says whose agents are."""

    def results(self, path: str) -> Mapping[str, Any] | None:
        """Return a registration."""
        agent_id = path.removeprefix("agents/")
        agent = self.agents.get(agent_id)
        if agent is None:
            return None
        return {
            "agent_id": agent_id, "ek_tpm": agent.ek_tpm, "ekcert": None, "aik_tpm": "QUs=",
            "ip": "127.0.0.1", "port": 9002, "mtls_cert": "", "regcount": 1,
        }  # fmt: skip
