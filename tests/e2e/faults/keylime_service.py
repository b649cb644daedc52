# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A Keylime that misbehaves on demand."""

from collections.abc import Mapping
from contextlib import ExitStack
from datetime import timedelta

from tests.e2e.faults.service import HOST, Faulty, Service
from tests.integration.attestation.papers import Papers
from tests.simulators.endorsement import endorsement_key
from tests.simulators.https import serving
from tests.simulators.keylime import RegistrarSimulator, SimulatedAgent, VerifierSimulator


class FaultyVerifier(Faulty, VerifierSimulator):
    """A verifier whose answers a test may turn into others."""


class KeylimeService(Service):
    """A verifier and a registrar that know some nodes; the verifier alone misbehaves.

    Args:
        papers: Certificates of both sides.
        nodes: Names of the nodes.
    """

    def __init__(self, papers: Papers, nodes: tuple[str, ...]) -> None:
        keys = {node: endorsement_key(number) for number, node in enumerate(nodes)}
        self.ids = {node: key.hash for node, key in keys.items()}
        self.agents = {key.hash: SimulatedAgent(ek_tpm=key.public) for key in keys.values()}
        self._registered = dict(self.agents)
        self._skew = timedelta()
        context = papers.server_context(HOST)
        super().__init__(papers, context, self._verifier, nodes)
        self._stack = ExitStack()
        registrar = RegistrarSimulator(self._registered)
        self._registrar = self._stack.enter_context(serving(registrar, context))

    def entry(self) -> dict[str, object]:
        """Return the entry in the document of verification services, without its pace."""
        endpoint = self.papers.endpoint(self.server.host)
        return {
            "name": "keylime",
            "type": "Keylime",
            "url": endpoint.url,
            "registrarURL": f"https://{self._registrar.host}",
            "caFile": str(endpoint.ca_file),
            "clientCertificateFile": str(endpoint.client_cert),
            "clientKeyFile": str(endpoint.client_key),
        }

    def identity(self, node: str) -> Mapping[str, str]:
        """Return the spec of a node's NodeIdentity."""
        return {"ekHash": self.ids[node]}

    def enrol(self) -> None:
        """Let every node be there, attested now and trusted."""
        self.agents.update(self._registered)
        for agent in self.agents.values():
            agent.changes.clear()

    def fail(self, node: str) -> None:
        """Let a node be untrusted."""
        event = "quote_validation.quote_validation"
        self.agents[self.ids[node]].changes.update(operational_state=7, last_event_id=event)

    def remove(self, *nodes: str) -> None:
        """Know nothing of nodes any more."""
        for node in nodes:
            del self.agents[self.ids[node]]

    def set_clock(self, *, ahead_hours: int) -> None:
        """Put the clock wrong."""
        assert isinstance(self.server, FaultyVerifier)
        self.server.skew = timedelta(hours=ahead_hours)

    def close(self) -> None:
        """Stop everything."""
        super().close()
        self._stack.close()

    def _verifier(self, port: int) -> FaultyVerifier:
        return FaultyVerifier(self.agents, port)
