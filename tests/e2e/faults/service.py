# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A simulated verification service that misbehaves for as long as a test wants."""

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from ssl import SSLContext

import trustme

from tests.integration.attestation.papers import Papers
from tests.simulators.answers import Answer, Asked
from tests.simulators.https import HttpsSimulator, serving

HOST = "127.0.0.1"
Distortion = Callable[[Asked, Answer], Answer]
"""From the truth to what is sent."""


class Faulty(HttpsSimulator):
    """A server whose answers a test may turn into others."""

    distortion: Distortion | None = None

    def answer(self, asked: Asked) -> Answer:
        """Answer truly, or not."""
        truth = super().answer(asked)
        return truth if self.distortion is None else self.distortion(asked, truth)


class Service:
    """One service: a server that can be stopped, started, and shown under other certificates.

    Args:
        papers: Certificates.
        context: Of the server.
        made: Makes the server on a port.
        nodes: Names of the nodes that it vouches for.
    """

    def __init__(
        self,
        papers: Papers,
        context: SSLContext,
        made: Callable[[int], Faulty],
        nodes: tuple[str, ...],
    ) -> None:
        self.papers = papers
        self.context = context
        self.nodes = nodes
        self._made = made
        self._running = ExitStack()
        self.server = made(0)
        self._running.enter_context(serving(self.server, context))

    def entry(self) -> dict[str, object]:
        """Return the entry in the document of verification services, without its pace."""
        raise NotImplementedError

    def identity(self, node: str) -> Mapping[str, str]:
        """Return the spec of a node's NodeIdentity."""
        raise NotImplementedError

    def enrol(self) -> None:
        """Let every node be there, attested now and trusted."""
        raise NotImplementedError

    def fail(self, node: str) -> None:
        """Let a node be untrusted."""
        raise NotImplementedError

    def remove(self, *nodes: str) -> None:
        """Know nothing of nodes any more."""
        raise NotImplementedError

    def set_clock(self, *, ahead_hours: int) -> None:
        """Put the clock wrong."""
        raise NotImplementedError

    def distort(self, distortion: Distortion | None) -> None:
        """Answer in another way from now on, or truly, also who is connected already."""
        self.server.distortion = distortion
        self.server.hang_up()

    def start(self) -> None:
        """Start the server anew, on its port."""
        self.server = self._made(self.server.server_port)
        self._running.enter_context(serving(self.server, self.context))

    def stop(self) -> None:
        """Stop the server: nobody listens on its port."""
        self._running.close()

    def close(self) -> None:
        """Stop everything."""
        self.stop()

    def show(self, authority: trustme.CA | None = None) -> None:
        """Show a certificate of another authority, or the right one again."""
        (authority or self.papers.ca).issue_cert(HOST).configure_cert(self.context)
        self.server.hang_up()
