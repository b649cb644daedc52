# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Stories with a simulated Keylime."""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from attestation.service import VerificationService
from tests.integration.attestation.keylime.setups import Setup, opened
from tests.integration.attestation.papers import Papers
from tests.simulators.endorsement import endorsement_key
from tests.simulators.https import serving
from tests.simulators.keylime import RegistrarSimulator, SimulatedAgent, VerifierSimulator


class SimulatedSetup:
    """Simulated servers."""

    def __init__(
        self,
        service: VerificationService,
        verifier: VerifierSimulator,
        registrar: RegistrarSimulator,
    ) -> None:
        self.service = service
        self._verifier = verifier
        self._registrar = registrar
        self._numbers = itertools.count(100)
        self._kept = verifier.versions

    def machine(self) -> str:
        """Enrol."""
        key = endorsement_key(next(self._numbers))
        for server in (self._verifier, self._registrar):
            server.agents[key.hash] = SimulatedAgent(ek_tpm=key.public)
        return key.hash

    def extend(self, machine: str) -> None:
        """Fail."""
        event = "pcr_validation.invalid_pcr_15"
        failed = {"operational_state": 9, "attestation_status": "FAIL", "severity_level": 6}
        self._verifier.agents[machine].changes.update({**failed, "last_event_id": event})

    def silence(self, machine: str) -> None:
        """Be out of reach."""
        agent = self._verifier.agents[machine]
        agent.silent_since = datetime.now(UTC)
        failed = {"operational_state": 7, "attestation_status": "FAIL", "severity_level": 6}
        agent.changes.update({**failed, "last_event_id": "internal.verifier.not_reachable"})

    def revoke(self, machine: str) -> None:
        """Forget."""
        del self._verifier.agents[machine]

    def enrol(self, machine: str) -> None:
        """Enrol again."""
        ek_tpm = self._registrar.agents[machine].ek_tpm
        self._verifier.agents[machine] = SimulatedAgent(ek_tpm=ek_tpm)

    def kill_verifier(self) -> None:
        """Answer nothing but errors."""
        self._verifier.away = True

    def start_verifier(self) -> None:
        """Answer again; every agent starts anew, and is asked a moment later."""
        for agent in self._verifier.agents.values():
            agent.starting = 2
        self._verifier.away = False


@contextmanager
def simulated_setup(papers: Papers) -> Iterator[Setup]:
    """Serve simulated servers, and connect to them as the document of services says."""
    context = papers.server_context("127.0.0.1")
    with (
        serving(VerifierSimulator({}), context) as verifier,
        serving(RegistrarSimulator({}), context) as registrar,
    ):
        entry = {
            "name": "keylime", "type": "Keylime", "url": f"https://{verifier.host}",
            "registrarURL": f"https://{registrar.host}", "caFile": str(papers.ca_file),
            "clientCertificateFile": str(papers.folder / "poller.crt"),
            "clientKeyFile": str(papers.folder / "poller.key"),
        }  # fmt: skip
        service = opened(entry)
        yield SimulatedSetup(service, verifier, registrar)
        service.close()
