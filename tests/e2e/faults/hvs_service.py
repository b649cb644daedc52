# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""An HVS with its AAS that misbehave on demand."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from tests.e2e.faults.service import HOST, Faulty, Service
from tests.integration.attestation.papers import Papers
from tests.simulators.answers import Answer, Asked
from tests.simulators.hvs.aas import AasSimulator
from tests.simulators.hvs.api import HvsSimulator
from tests.simulators.hvs.chain import signing_chain
from tests.simulators.hvs.host import SimulatedHost

DAY = timedelta(days=1)
AAS = "/aas/"


class HvsService(Service):
    """An HVS that knows some nodes and signs its reports.

    Args:
        papers: Certificates.
        nodes: Names of the nodes.
    """

    def __init__(self, papers: Papers, nodes: tuple[str, ...]) -> None:
        self._skew = timedelta()
        self.aas = AasSimulator(self.now)
        self.hvs = HvsSimulator(signing_chain(begins=self.now() - DAY), self.aas, self.now)
        self._numbers = {node: number for number, node in enumerate(nodes, start=1)}
        files = {"username": b"bondstone", "password": b"s3cret", "saml.pem": self.hvs.chain.pem}
        for name, content in files.items():
            (papers.folder / name).write_bytes(content)
        super().__init__(papers, papers.server_context(HOST, clients=False), self._server, nodes)

    def now(self) -> datetime:
        """Return its clock."""
        return datetime.now(UTC) + self._skew

    def entry(self) -> dict[str, object]:
        """Return the entry in the document of verification services, without its pace."""
        folder = self.papers.folder
        return {
            "name": "hvs",
            "type": "HVS",
            "url": f"https://{self.server.host}/hvs/v2",
            "aasURL": f"https://{self.server.host}/aas/v1",
            "caFile": str(self.papers.ca_file),
            "usernameFile": str(folder / "username"),
            "passwordFile": str(folder / "password"),
            "samlCertificatesFile": str(folder / "saml.pem"),
            "fullReadEvery": 1,
        }

    def identity(self, node: str) -> Mapping[str, str]:
        """Return the spec of a node's NodeIdentity."""
        return {"hardwareUUID": self.host(node).hardware_uuid}

    def host(self, node: str, *, failed: frozenset[str] = frozenset()) -> SimulatedHost:
        """Return a node's host, attested now."""
        now = datetime.now(UTC)
        return SimulatedHost(number=self._numbers[node], attested_at=now, failed=failed)

    def enrol(self) -> None:
        """Let every node be there, attested now and trusted."""
        self.hvs.put(*map(self.host, self.nodes))

    def fail(self, node: str) -> None:
        """Let a node be untrusted."""
        self.hvs.put(self.host(node, failed=frozenset({"OS"})))

    def remove(self, *nodes: str) -> None:
        """Know nothing of nodes any more."""
        for node in nodes:
            self.hvs.remove(self.host(node))

    def set_clock(self, *, ahead_hours: int) -> None:
        """Put the clock wrong."""
        self._skew = timedelta(hours=ahead_hours)

    def _server(self, port: int) -> Faulty:
        aas, hvs = self.aas, self.hvs

        class Server(Faulty):
            """Both services, told apart by their paths."""

            def reply(self, asked: Asked) -> Answer:
                """Return the truth."""
                return aas(asked) if asked.path.startswith(AAS) else hvs(asked)

        return Server(port)
