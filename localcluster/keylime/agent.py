# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A machine with a TPM, and the agent on it that Keylime asks for quotes."""

import hashlib
from base64 import b64encode
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization

from certs.authority import Authority
from certs.trial import write_pair
from localcluster.keylime.enrolment import enrolment_request, register
from localcluster.keylime.quotes import QuoteAnswers, QuoteServer
from localcluster.keylime.rest import KeylimeRest
from localcluster.keylime.status import NEVER, Status, wait_for_status
from localcluster.keylime.tpm import SoftwareTpm
from localcluster.ports import HOST
from localcluster.waiting import LONGEST, wait_for

BOOT_PCR = 15
"""Extended once at boot; the verifier's policy demands the value that it has then."""
_LIFETIME = timedelta(days=7)


class KeylimeAgent:
    """One machine.

    Attributes:
        name: Of the machine.
        tpm: Its TPM.
        agent_id: Lower-case hex SHA-256 of the EK's public key as PEM, as Keylime's agent has it
            with ``uuid = hash_ek``.

    Args:
        name: Of the machine.
        folder: For its files.
        logs: Folder for its logs.
        tls: Folder with the verifier's authority, ``ca.crt``.
        verifier: REST interface of the verifier.
        registrar: REST interface of the registrar's port for agents.
    """

    def __init__(
        self, name: str, *, folder: Path, logs: Path, tls: Path, verifier: KeylimeRest,
        registrar: KeylimeRest,
    ) -> None:  # fmt: skip
        self.name = name
        self._folder = folder
        self._authority = tls / "ca.crt"
        self._verifier = verifier
        self._registrar = registrar
        self._server: QuoteServer | None = None
        self._port = 0
        self.tpm = SoftwareTpm(name, folder=folder, logs=logs)
        self._boot()
        self.tpm.make_keys()
        self.agent_id = hashlib.sha256((folder / "ek.pem").read_bytes()).hexdigest()
        pair = Authority.create(self.agent_id, lifetime=_LIFETIME, now=datetime.now(UTC)).pair()
        self._certificate, self._key = write_pair(folder, "agent", pair)

    def start(self) -> None:
        """Answer the verifier, on the same port as ever."""
        if self._server is None:
            self._server = QuoteServer(
                QuoteAnswers(self.tpm, self._public_key()).answer,
                certificate=self._certificate,
                key=self._key,
                authority=self._authority,
                port=self._port,
            )
            self._port = self._server.port

    def stop(self) -> None:
        """Stop the agent; its TPM goes on. The verifier is refused and gives up after its tries."""
        if self._server is not None:
            self._server.stop()
            self._server = None

    def power_off(self) -> None:
        """Stop agent and TPM."""
        self.stop()
        self.tpm.stop()

    def reboot(self) -> None:
        """Reset the machine: its PCRs are as after boot, its keys the same; the agent runs."""
        self.power_off()
        self._boot()
        self.start()

    def extend_pcr(self, pcr: int = BOOT_PCR, measured: bytes = b"something else") -> None:
        """Measure something that the verifier's policy does not know."""
        self.tpm.extend(pcr, measured)

    def register(self) -> None:
        """Register at the registrar, and prove that the AK is in the TPM with the EK."""
        identity = {
            "ek_tpm": self._encoded("ek.tss"),
            "ekcert": None,
            "aik_tpm": self._encoded("ak.tss"),
            "mtls_cert": self._certificate.read_text(),
            "ip": HOST,
            "port": self._port,
        }
        register(self._registrar, self.agent_id, identity, self.tpm)

    def enrol(self) -> None:
        """Let the verifier ask for quotes, and demand the boot PCR's value of now."""
        request = enrolment_request(
            port=self._port,
            attestation_key=self._encoded("ak.tss"),
            certificate=self._certificate.read_text(),
            policy={BOOT_PCR: self.tpm.read(BOOT_PCR)},
            node=self.name,
        )
        self._verifier.call("POST", f"/agents/{self.agent_id}", request)

    def revoke(self) -> None:
        """Take the machine from the verifier; it asks for no more quotes."""
        self._verifier.call("DELETE", f"/agents/{self.agent_id}")
        wait_for(lambda: self.status() is None, what=f"{self.name} is revoked")

    def status(self) -> Status | None:
        """Return what the verifier says of it, None where it knows nothing."""
        code, results = self._verifier.call("GET", f"/agents/{self.agent_id}")
        return None if code == 404 else results

    def wait_for_state(self, *states: int, seconds: float = LONGEST) -> Status:
        """Wait until the verifier has it in one of these states, and return the status."""
        what = f"a state of {states}"
        return self._wait(lambda status: status["operational_state"] in states, seconds, what)

    def wait_until_attested(self, *, seconds: float = LONGEST) -> Status:
        """Wait for one more successful quote than there were, and return the status."""
        count = (self.status() or NEVER)["attestation_count"]
        what = f"a count above {count}"
        return self._wait(lambda status: status["attestation_count"] > count, seconds, what)

    def _wait(self, found: Callable[[Status], bool], seconds: float, what: str) -> Status:
        return wait_for_status(self.status, found, seconds=seconds, what=f"{self.name}: {what}")

    def _boot(self) -> None:
        self.tpm.start()
        self.tpm.extend(BOOT_PCR, f"boot of {self.name}".encode())

    def _encoded(self, name: str) -> str:
        return b64encode((self._folder / name).read_bytes()).decode()

    def _public_key(self) -> str:
        certificate = x509.load_pem_x509_certificate(self._certificate.read_bytes())
        return (
            certificate.public_key()
            .public_bytes(
                serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
            )
            .decode()
        )
