# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Keylime's verifier and registrar, and as many machines with TPMs as are asked for."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from localcluster.folders import LOGS, keep_logs, new_run_folder
from localcluster.keylime.agent import KeylimeAgent
from localcluster.keylime.configuration import (
    logging_configuration,
    registrar_configuration,
    verifier_configuration,
)
from localcluster.keylime.installed import require_keylime
from localcluster.keylime.rest import KeylimeRest
from localcluster.keylime.servers import KeylimeServer, write_certificates
from localcluster.keylime.settings import VerifierSettings
from localcluster.ports import HOST, reserve_block
from localcluster.signals import ended_as_interrupted


class KeylimeLab:
    """A running Keylime; made by ``keylime_running``.

    Attributes:
        verifier: Its server, to stop, kill and restart.
        registrar: Its server.
        agents: By the name of the machine.
        ca: File with the authority of both servers, and of the verifier's client certificate.
        client_certificate: File with a certificate that both servers take as administrator's:
            what Bondstone shows.
        client_key: Its key.
        folder: With everything of this run.
        logs: Folder in it with the log of each part.
    """

    def __init__(self, folder: Path, settings: VerifierSettings) -> None:
        self.folder = folder
        self._tls = folder / "tls"
        self.logs = folder / LOGS
        self.agents: dict[str, KeylimeAgent] = {}
        write_certificates(self._tls)
        self.ca = self._tls / "ca.crt"
        self.client_certificate = self._tls / "bondstone.crt"
        self.client_key = self._tls / "bondstone.key"
        self._reserved = ExitStack()
        verifier, plain, registrar, *_ = reserve_block(self._reserved)
        files = {
            "verifier": verifier_configuration(settings, port=verifier, tls=self._tls),
            "registrar": registrar_configuration(port=plain, tls_port=registrar, tls=self._tls),
            "logging": logging_configuration(),
        }
        for name, text in files.items():
            (folder / f"{name}.conf").write_text(text)
        python = require_keylime()
        self.verifier = self._server("verifier", python, verifier)
        self.registrar = self._server("registrar", python, registrar)
        self._servers = (self.verifier, self.registrar)
        self._registration = KeylimeRest(f"http://{HOST}:{plain}", self._tls)

    def start(self) -> None:
        """Start both servers.

        Raises:
            LocalClusterError: One did not get ready; the text has its last lines.
        """
        for server in self._servers:
            server.launch()
        for server in self._servers:
            server.wait_until_ready()

    def stop(self) -> None:
        """Stop everything."""
        for server in self._servers:  # both at once, as each takes its time
            server.begin_stop()
        for agent in self.agents.values():
            agent.power_off()
        for server in self._servers:
            server.stop()
        self._registration.close()
        self._reserved.close()

    def machine(self, name: str, *, enrolled: bool = True) -> KeylimeAgent:
        """Make a machine with a TPM; its agent runs and is registered at the registrar.

        Args:
            name: Of the machine, and of the Node that it stands for.
            enrolled: Let the verifier ask it for quotes too, and wait for the first good one.
        """
        agent = KeylimeAgent(
            name,
            folder=self.folder / f"machine-{name}",
            logs=self.logs,
            tls=self._tls,
            verifier=self.verifier.rest,
            registrar=self._registration,
        )
        self.agents[name] = agent
        agent.start()
        agent.register()
        if enrolled:
            agent.enrol()
            agent.wait_until_attested()
        return agent

    def _server(self, name: str, python: Path, port: int) -> KeylimeServer:
        return KeylimeServer(
            name, python=python, folder=self.folder, logs=self.logs, tls=self._tls, port=port
        )


@contextmanager
def keylime_running(
    settings: VerifierSettings | None = None, *, folder: Path | None = None
) -> Iterator[KeylimeLab]:
    """Start Keylime, and stop it and every machine whatever happens; of a clean end logs stay.

    Args:
        settings: How the verifier asks; by default once a second.
        folder: Where everything of this run is kept, on a short path: sockets of TPMs are in it.
            None for a new one in the cache folder, whose files stay when it fails.

    Raises:
        LocalClusterError: It cannot be installed or did not get ready.
    """
    lab = KeylimeLab(folder or new_run_folder(), settings or VerifierSettings())
    failed = True
    with ended_as_interrupted():
        try:
            lab.start()
            yield lab
            failed = False
        except (KeyboardInterrupt, BrokenPipeError):  # people end it, or look away
            failed = False
            raise
        finally:
            lab.stop()
            if folder is None and not failed:
                keep_logs(lab.folder)
