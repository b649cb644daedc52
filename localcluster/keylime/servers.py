# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Keylime's verifier and registrar as processes, to start and stop as often as a test asks."""

import signal
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from certs.authority import Authority, Subject
from certs.trial import write_pair
from localcluster.keylime import guard
from localcluster.keylime.rest import KeylimeRest
from localcluster.ports import HOST
from localcluster.process import Process

VERIFIER = "keylime-client"
"""Common name of the certificate that the verifier shows as a client."""
_LIFETIME = timedelta(days=7)
_READY = 60.0
_GRACE = 10.0
"""Seconds between SIGTERM and SIGKILL."""


class KeylimeServer:
    """One of Keylime's servers.

    Attributes:
        url: Of its REST interface, with TLS.
        rest: That interface, asked as administrator.

    Args:
        name: ``verifier`` or ``registrar``.
        python: The Python that has Keylime.
        folder: With ``<name>.conf`` and ``logging.conf``; its database is put there.
        logs: Folder of its log.
        tls: Folder of certificates.
        port: TCP port of the REST interface.
    """

    def __init__(
        self, name: str, *, python: Path, folder: Path, logs: Path, tls: Path, port: int
    ) -> None:
        self._name = name
        self._python = python
        self._folder = folder
        self._configuration = folder / f"{name}.conf"
        self._log = logs / f"keylime-{name}.log"
        self._process: Process | None = None
        self._stopping = False
        self.url = f"https://{HOST}:{port}"
        self.rest = KeylimeRest(self.url, tls)

    @property
    def process(self) -> Process | None:
        """The process group, None before the first start."""
        return self._process

    def launch(self) -> None:
        """Start it; ``wait_until_ready`` waits for it."""
        folder = self._folder
        self._stopping = False
        self._process = Process(
            f"Keylime's {self._name}",
            [
                sys.executable, guard.__file__,
                str(self._python), "-m", f"keylime.cmd.{self._name}",
                str(self._configuration),  # unread: it tells whose process this is
            ],
            log=self._log,
            environment={
                "KEYLIME_DIR": str(folder),
                f"KEYLIME_{self._name.upper()}_CONFIG": str(self._configuration),
                "KEYLIME_LOGGING_CONFIG": str(folder / "logging.conf"),
                "PYTHONWARNINGS": "ignore",
            },
        )  # fmt: skip

    def wait_until_ready(self) -> None:
        """Wait until it answers.

        Raises:
            LocalClusterError: It ended or does not answer; the text has its last lines.
        """
        if self._process is not None:
            self._process.wait_until(self.rest.answers, seconds=_READY)

    def start(self) -> None:
        """Start it and wait until it answers."""
        self.launch()
        self.wait_until_ready()

    def begin_stop(self) -> None:
        """Tell it to end; ``stop`` waits for that.

        The whole group is told, as the parent process heeds no SIGTERM; and once, as workers that
        are told again while they end do not come to an end.
        """
        self.rest.close()
        if self._process is not None and not self._stopping:
            self._stopping = True
            self._process.signal(signal.SIGTERM)

    def stop(self) -> None:
        """End it in order."""
        self.begin_stop()
        end = time.monotonic() + _GRACE
        while self._process is not None and self._process.running:
            if time.monotonic() > end:
                self._process.kill()
            time.sleep(0.02)

    def kill(self) -> None:
        """End it as a crash would."""
        if self._process is not None:
            self._process.kill()
        self.rest.close()

    def restart(self) -> None:
        """End it in order and start it again, on the same port, with the same database."""
        self.stop()
        self.start()


def write_certificates(folder: Path) -> None:
    """Write ca, server (both servers) and client (verifier and administrator) into a folder."""
    now = datetime.now(UTC)
    authority = Authority.create("keylime", lifetime=_LIFETIME, now=now)
    subjects = {
        "server": Subject(common_name="keylime", dns=["localhost"], ips=[HOST]),
        "client": Subject(common_name=VERIFIER),
        "bondstone": Subject(common_name="bondstone-hub"),
    }
    write_pair(folder, "ca", authority.pair())
    for name, subject in subjects.items():
        write_pair(folder, name, authority.issue(subject, lifetime=_LIFETIME, now=now))
