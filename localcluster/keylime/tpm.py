# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A TPM 2.0 in software (swtpm), asked with tpm2-tools: one for each machine that is simulated.

Its keys are persistent objects (TCG EK Credential Profile: 0x81010001 is the RSA EK), so that
nothing stays loaded between two commands and no resource manager is needed.
"""

import hashlib
import os
import subprocess
import tempfile
import threading
from pathlib import Path

from localcluster.errors import LocalClusterError
from localcluster.process import Process

EK = "0x81010001"
AK = "0x81010002"
_BANK = "sha256"
_TIMEOUT = 30.0
_LONGEST_SOCKET = 100
"""Bytes of a path; sockets have 108 (unix(7)), and one of ours ends with ``.ctrl``."""


class SoftwareTpm:
    """One TPM; its state stays in the folder over restarts, as a chip's does.

    Args:
        name: For people, and the log's name.
        folder: For its state and its sockets.
        logs: Folder of its log.
    """

    def __init__(self, name: str, *, folder: Path, logs: Path) -> None:
        self._name = name
        self._folder = folder
        self._log = logs / f"swtpm-{name}.log"
        self._socket = folder / "tpm"
        self._process: Process | None = None
        self._one_command = threading.Lock()
        if len(bytes(self._socket)) > _LONGEST_SOCKET:
            raise LocalClusterError(
                f"{folder} is too long a path for the socket of a TPM: choose a shorter folder"
            )
        (folder / "state").mkdir(parents=True, exist_ok=True)

    @property
    def folder(self) -> Path:
        """Where its files are, public parts of keys among them."""
        return self._folder

    def start(self) -> None:
        """Switch it on: the PCRs are as after a reset of the machine."""
        sockets = {"--server": self._socket, "--ctrl": Path(f"{self._socket}.ctrl")}
        for path in sockets.values():
            path.unlink(missing_ok=True)
        command = ["swtpm", "socket", "--tpm2", "--tpmstate", f"dir={self._folder / 'state'}"]
        command += ["--flags", "startup-clear"]
        for option, path in sockets.items():
            command += [option, f"type=unixio,path={path}"]
        self._process = Process(f"swtpm of {self._name}", command, log=self._log)
        self._process.wait_until(
            lambda: all(path.exists() for path in sockets.values()), seconds=10
        )

    def stop(self) -> None:
        """Switch it off in order (TPM2_Shutdown): else its clock is not safe at the next start.

        Keylime takes no quote of a TPM whose clock may have run backwards.
        """
        if self._process is not None and self._process.running:
            self.run("shutdown", "--clear")
            self._process.stop()

    def make_keys(self) -> None:
        """Make the endorsement key and an attestation key (RSA 2048, RSASSA with SHA-256).

        ``ek.tss``, ``ak.tss`` (TPM2B_PUBLIC) and ``ek.pem`` are in the folder then.
        """
        self.run("createek", "-c", EK, "-G", "rsa", "-u", str(self._folder / "ek.tss"))
        self.run("readpublic", "-c", EK, "-f", "pem", "-o", str(self._folder / "ek.pem"))
        context = str(self._folder / "ak.context")
        self.run(
            "createak", "-C", EK, "-c", context, "-G", "rsa", "-g", _BANK, "-s", "rsassa",
            "-u", str(self._folder / "ak.tss"), "-f", "tss", "-n", str(self._folder / "ak.name"),
        )  # fmt: skip
        self.run("flushcontext", "-t")
        self.run("evictcontrol", "-c", context, AK)
        self.run("flushcontext", "-t")

    def extend(self, pcr: int, measured: bytes) -> None:
        """Extend a PCR with the digest of what was measured (TPM 2.0 Part 1, 17.2)."""
        self.run("pcrextend", f"{pcr}:{_BANK}={hashlib.sha256(measured).hexdigest()}")

    def reset(self, pcr: int) -> None:
        """Reset a PCR; the platform allows it for 16 and 23 only."""
        self.run("pcrreset", str(pcr))

    def read(self, pcr: int) -> str:
        """Return the value of a PCR, lower-case hex."""
        with tempfile.TemporaryDirectory(dir=self._folder) as folder:
            file = Path(folder) / "pcr"
            self.run("pcrread", f"{_BANK}:{pcr}", "-o", str(file))
            return file.read_bytes().hex()

    def quote(self, pcrs: list[int], nonce: bytes) -> tuple[bytes, bytes, bytes]:
        """Return TPMS_ATTEST, TPMT_SIGNATURE and the PCRs' values, as tpm2-tools write them."""
        with tempfile.TemporaryDirectory(dir=self._folder) as folder:
            message, signature, values = (Path(folder) / name for name in ("m", "s", "p"))
            self.run(
                "quote", "-c", AK, "-l", f"{_BANK}:{','.join(map(str, pcrs))}", "-q", nonce.hex(),
                "-m", str(message), "-s", str(signature), "-o", str(values), "-g", _BANK,
            )  # fmt: skip
            return message.read_bytes(), signature.read_bytes(), values.read_bytes()

    def activate(self, credential: bytes) -> bytes:
        """Return the secret of a credential that was made for our EK and AK (Part 1, 24)."""
        with tempfile.TemporaryDirectory(dir=self._folder) as folder:
            session, blob, secret = (str(Path(folder) / name) for name in ("session", "c", "s"))
            Path(blob).write_bytes(credential)
            self.run("startauthsession", "--policy-session", "-S", session)
            try:
                self.run("policysecret", "-S", session, "-c", "e")
                self.run(
                    "activatecredential", "-c", AK, "-C", EK, "-i", blob, "-o", secret,
                    "-P", f"session:{session}",
                )  # fmt: skip
            finally:
                self.run("flushcontext", session)
            return Path(secret).read_bytes()

    def run(self, *command: str) -> None:
        """Run a program of tpm2-tools; one at a time, as swtpm serves one caller.

        Raises:
            LocalClusterError: It failed; the text is its own.
        """
        with self._one_command:
            try:
                done = subprocess.run(
                    ["tpm2", *command],
                    env={**os.environ, "TPM2TOOLS_TCTI": f"swtpm:path={self._socket}"},
                    capture_output=True,
                    text=True,
                    timeout=_TIMEOUT,
                    check=False,
                )
            except subprocess.TimeoutExpired as exc:
                raise LocalClusterError(
                    f"tpm2 {command[0]} of {self._name} did not end within {_TIMEOUT:.0f} s"
                ) from exc
        if done.returncode:
            raise LocalClusterError(
                f"tpm2 {command[0]} of {self._name}: {done.stderr.strip()[-500:]}"
            )
