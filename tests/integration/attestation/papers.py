# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Certificates for servers and clients, and instants to end by."""

import ssl
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import trustme

from attestation.http.endpoint import Endpoint


@dataclass(frozen=True, slots=True, kw_only=True)
class Papers:
    """An authority for servers and clients, and files of it."""

    ca: trustme.CA
    folder: Path

    @classmethod
    def made(cls, folder: Path) -> Self:
        """Return those of a new authority, with a certificate for a poller of ours."""
        papers = cls(ca=trustme.CA(), folder=folder)
        papers.ca.cert_pem.write_to_path(str(papers.ca_file))
        papers.issue("poller")
        return papers

    @property
    def ca_file(self) -> Path:
        """Return the file of the authority."""
        return self.folder / "ca.crt"

    def issue(self, name: str) -> tuple[Path, Path]:
        """Write a client certificate and its key."""
        cert, key = self.folder / f"{name}.crt", self.folder / f"{name}.key"
        issued = self.ca.issue_cert(common_name=name)
        issued.cert_chain_pems[0].write_to_path(str(cert))
        issued.private_key_pem.write_to_path(str(key))
        return cert, key

    def server_context(self, *names: str, clients: bool = True) -> ssl.SSLContext:
        """Return a context for names, which asks clients for a certificate."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.ca.issue_cert(*names).configure_cert(context)
        if clients:
            self.ca.configure_trust(context)
            context.verify_mode = ssl.CERT_REQUIRED
        return context

    def endpoint(self, host: str) -> Endpoint:
        """Return how a poller of ours asks a server."""
        cert, key = self.folder / "poller.crt", self.folder / "poller.key"
        return Endpoint(
            url=f"https://{host}", ca_file=self.ca_file, client_cert=cert, client_key=key
        )


def soon(seconds: float = 5.0) -> float:
    """Return an instant of ``time.monotonic``."""
    return time.monotonic() + seconds
