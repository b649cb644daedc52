# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Simulated verification services that misbehave for as long as a test wants."""

import ssl
from collections.abc import Callable
from contextlib import ExitStack

import trustme

from tests.integration.attestation.papers import Papers
from tests.simulators.answers import Answer, Asked
from tests.simulators.endorsement import endorsement_key
from tests.simulators.https import serving
from tests.simulators.keylime import RegistrarSimulator, SimulatedAgent, VerifierSimulator

Fault = Callable[[Asked, Answer], Answer]
"""From the truth to what is sent."""
HOST = "127.0.0.1"


class FaultyVerifier(VerifierSimulator):
    """A verifier whose answers a test may turn into others."""

    def __init__(self, agents: dict[str, SimulatedAgent], port: int = 0) -> None:
        super().__init__(agents, port)
        self.fault: Fault | None = None

    def answer(self, asked: Asked) -> Answer:
        """Answer truly, or not."""
        truth = super().answer(asked)
        return truth if self.fault is None else self.fault(asked, truth)


class KeylimeService:
    """A verifier and a registrar that know some nodes.

    Args:
        papers: Certificates of both sides.
        nodes: Names of the nodes.
    """

    def __init__(self, papers: Papers, nodes: tuple[str, ...]) -> None:
        self._papers = papers
        keys = {node: endorsement_key(number) for number, node in enumerate(nodes)}
        self.ids = {node: key.hash for node, key in keys.items()}
        self.agents = {key.hash: SimulatedAgent(ek_tpm=key.public) for key in keys.values()}
        self._registered = dict(self.agents)
        self._context = papers.server_context(HOST)
        self._stack, self._running = ExitStack(), ExitStack()
        registrar = RegistrarSimulator(self._registered)
        self._registrar = self._stack.enter_context(serving(registrar, self._context))
        self.verifier = FaultyVerifier(self.agents)
        self._running.enter_context(serving(self.verifier, self._context))

    def entry(self, **pace: str) -> dict[str, str]:
        """Return the entry in the document of verification services."""
        endpoint = self._papers.endpoint(self.verifier.host)
        return {
            "name": "keylime",
            "type": "Keylime",
            "url": endpoint.url,
            "registrarURL": f"https://{self._registrar.host}",
            "caFile": str(endpoint.ca_file),
            "clientCertificateFile": str(endpoint.client_cert),
            "clientKeyFile": str(endpoint.client_key),
            **pace,
        }

    def agent(self, node: str) -> SimulatedAgent:
        """Return the agent of a node."""
        return self.agents[self.ids[node]]

    def enrol(self) -> None:
        """Put every agent back that was taken out."""
        self.agents.update(self._registered)

    def start(self) -> None:
        """Start the verifier anew, on its port."""
        self.verifier = FaultyVerifier(self.agents, self.verifier.server_port)
        self._running.enter_context(serving(self.verifier, self._context))

    def stop(self) -> None:
        """Stop the verifier: nobody listens on its port."""
        self._running.close()

    def close(self) -> None:
        """Stop everything."""
        self._running.close()
        self._stack.close()

    def show(self, authority: trustme.CA | None = None) -> None:
        """Show new connections a certificate of another authority, or the right one again."""
        show(self._context, authority or self._papers.ca)
        self.verifier.hang_up()


def show(context: ssl.SSLContext, authority: trustme.CA) -> None:
    """Let a running server have another certificate."""
    authority.issue_cert(HOST).configure_cert(context)
