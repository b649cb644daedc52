# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A Keylime that answers after so many milliseconds: the simulator of the tests, on its own.

``python -m bench.verifier SETTINGS.json``: a process of its own, so that it takes no time of what
is measured.
"""

import json
import signal
import ssl
import sys
import time
from contextlib import ExitStack
from pathlib import Path

from tests.simulators.answers import Answer, Asked
from tests.simulators.endorsement import endorsement_key
from tests.simulators.https import serving
from tests.simulators.keylime import RegistrarSimulator, SimulatedAgent, VerifierSimulator


class SlowVerifier(VerifierSimulator):
    """Takes its time.

    Args:
        agents: By their ids.
        port: Where it answers.
        seconds: Before each answer.
    """

    def __init__(self, agents: dict[str, SimulatedAgent], port: int, seconds: float) -> None:
        super().__init__(agents, port)
        self._seconds = seconds

    def answer(self, asked: Asked) -> Answer:
        """Answer truly, and late."""
        time.sleep(self._seconds)
        self.asked.clear()  # nobody asks what it was asked
        return super().answer(asked)


def main() -> int:
    """Serve as the file named by the first argument says, until SIGTERM."""
    given = json.loads(Path(sys.argv[1]).read_text())
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(given["tls_cert"], given["tls_key"])
    context.load_verify_locations(given["client_ca"])
    context.verify_mode = ssl.CERT_REQUIRED
    keys = [endorsement_key(number) for number in range(given["agents"])]
    agents = {key.hash: SimulatedAgent(ek_tpm=key.public) for key in keys}
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    with ExitStack() as stack:
        verifier = SlowVerifier(agents, given["port"], given["milliseconds"] / 1000)
        for server in (verifier, RegistrarSimulator(dict(agents), given["registrar_port"])):
            stack.enter_context(serving(server, context))
        signal.sigwait({signal.SIGTERM})
    return 0


if __name__ == "__main__":
    sys.exit(main())
