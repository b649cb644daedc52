# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A Keylime that does nothing but answer, after so many milliseconds: the simulator of the tests.

``python -m bench.keylime PKI_FOLDER AGENTS MILLISECONDS``: a process of its own, so that it takes
no time of what is measured. Its first line has the ports of verifier and registrar, and each
further one is a list of all agents.
"""

import ssl
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

from bench.stage import Stage
from localcluster.errors import LocalClusterError
from localcluster.ports import HOST
from localcluster.process import Process
from tests.simulators.endorsement import endorsement_key
from tests.simulators.https import serving
from tests.simulators.keylime import RegistrarSimulator, SimulatedAgent, VerifierSimulator

_START_SECONDS = 60.0


class SimulatedKeylime:
    """The process, seen from outside.

    Args:
        process: That writes the lines.
    """

    def __init__(self, process: Process) -> None:
        self._process = process
        process.wait_until(lambda: bool(self._lines()), seconds=_START_SECONDS)
        try:
            self.verifier, self.registrar = map(int, self._lines()[0].split())
        except ValueError as exc:
            raise LocalClusterError(f"no Keylime is simulated; {process.tail()}") from exc

    def lists(self) -> int:
        """Return how often all agents were asked for."""
        return len(self._lines()) - 1

    def entry(
        self, stage: Stage, *, client: str = "extender-client", **settings: object
    ) -> dict[str, object]:
        """Return its entry in the document of verification services.

        Args:
            stage: Where.
            client: Whose certificate is shown to it.
            settings: Besides.
        """
        pki = stage.cluster.pki
        return {
            "name": "keylime",
            "type": "Keylime",
            "url": f"https://{HOST}:{self.verifier}",
            "registrarURL": f"https://{HOST}:{self.registrar}",
            "caFile": str(pki.ca),
            "clientCertificateFile": str(pki.certificate(client)),
            "clientKeyFile": str(pki.key(client)),
            "pcrs": [15],
            **settings,
        }

    def _lines(self) -> list[str]:
        return self._process.log.read_text().splitlines()


@contextmanager
def keylime_running(
    stage: Stage, *, agents: int, milliseconds: float = 0.0
) -> Iterator[SimulatedKeylime]:
    """Start it, and stop it whatever happens."""
    given = [str(stage.cluster.pki.folder), str(agents), str(milliseconds)]
    log = stage.cluster.folder / "logs" / f"keylime-{agents}.log"
    process = Process("keylime", [sys.executable, "-m", "bench.keylime", *given], log=log)
    try:
        yield SimulatedKeylime(process)
    finally:
        process.stop()


def _serve(pki: Path, count: int, seconds: float) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pki / "extender.crt", pki / "extender.key")
    context.load_verify_locations(pki / "ca.crt")
    context.verify_mode = ssl.CERT_REQUIRED
    keys = [endorsement_key(number) for number in range(count)]
    agents = {key.hash: SimulatedAgent(ek_tpm=key.public) for key in keys}
    verifier = VerifierSimulator(agents)

    def before(path: str) -> None:
        time.sleep(seconds)
        if "bulk" in path:
            print("list", flush=True)

    verifier.before = before
    registrar = RegistrarSimulator(agents)
    with serving(verifier, context), serving(registrar, context):
        print(verifier.server_port, registrar.server_port, flush=True)
        Event().wait()


if __name__ == "__main__":
    _serve(Path(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]) / 1000)
