# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A simulated Keylime, and questions to it as a keeper asks them."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from attestation.keylime.service import Keylime
from attestation.keylime.settings import KeylimeSettings
from attestation.service import Answer
from tests.integration.attestation.papers import Papers, soon
from tests.simulators.answers import Answer as Simulated
from tests.simulators.endorsement import endorsement_key
from tests.simulators.https import serving
from tests.simulators.keylime import RegistrarSimulator, SimulatedAgent, VerifierSimulator
from trust.report import Identity, IdentityKind, Report

BULK = "/v2.6/agents/?bulk=true"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fleet:
    """Both servers, and a client.

    Attributes:
        ids: Of the agents.
    """

    verifier: VerifierSimulator
    registrar: RegistrarSimulator
    service: Keylime
    ids: tuple[str, ...]

    def fetch(self, seconds: float = 5) -> Answer:
        """Ask for all."""
        return self.service.fetch(deadline=soon(seconds))

    def ask(self, agent_id: str, seconds: float = 5) -> Answer:
        """Ask for one."""
        return self.service.ask(Identity(IdentityKind.EK_HASH, agent_id), deadline=soon(seconds))

    def reports(self) -> dict[str, Report]:
        """Ask for all, and return the Reports by agent."""
        return {each.identity.value: each for each in self.fetch().reports}

    def trusted(self) -> set[str]:
        """Ask for all, and return who is trusted."""
        return {key for key, each in self.reports().items() if each.trusted}

    def bulk(self) -> Simulated:
        """Return the true answer about all agents, as of now."""
        return self.verifier.wrapped(self.verifier.results("agents/?bulk=true") or {})


@contextmanager
def fleet_running(papers: Papers, count: int) -> Iterator[Fleet]:
    """Start both servers with some agents, and a client of theirs."""
    keys = [endorsement_key(number) for number in range(count)]
    agents = {key.hash: SimulatedAgent(ek_tpm=key.public) for key in keys}
    context = papers.server_context("127.0.0.1")
    with (
        serving(VerifierSimulator(agents), context) as verifier,
        serving(RegistrarSimulator(dict(agents)), context) as registrar,
    ):
        settings = KeylimeSettings(
            name="keylime-eu",
            verifier=papers.endpoint(verifier.host),
            registrar=papers.endpoint(registrar.host),
        )
        with closing(Keylime(settings, now=lambda: datetime.now(UTC))) as service:
            ids = tuple(key.hash for key in keys)
            yield Fleet(verifier=verifier, registrar=registrar, service=service, ids=ids)
