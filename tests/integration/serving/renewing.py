# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A small server for messages whose files are mounted as a Secret, and who calls it."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import trustme
import urllib3
from prometheus_client import CollectorRegistry

from serving.receiver import Receiver
from serving.tls import ContextCache, reload_failures
from tests.integration.mounted import Mounted, pair
from tests.integration.serving.receiving import HOST, PATH, settings_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Hub:
    """What receives, and what is mounted there."""

    receiver: Receiver
    mounted: Mounted
    metrics: CollectorRegistry
    taken: list[bytes]

    def renew(self, authority: trustme.CA, *believed: trustme.CA) -> None:
        """Mount a new certificate of an authority, and the authorities of clients."""
        self.mounted.exchange(pair(authority.issue_cert(HOST), *believed))

    def post(self, context: ssl.SSLContext) -> int:
        """Send a message over a connection of its own, and return the status of the answer."""
        with urllib3.HTTPSConnectionPool(HOST, self.receiver.port, ssl_context=context) as pool:
            return pool.request("POST", PATH, body=b"{}", retries=False, timeout=30).status

    def shown(self, context: ssl.SSLContext) -> object:
        """Return the serial number of the certificate that it shows."""
        connection = urllib3.connection.HTTPSConnection(
            HOST, self.receiver.port, ssl_context=context
        )
        connection.connect()
        assert isinstance(connection.sock, ssl.SSLSocket)
        certificate = connection.sock.getpeercert()
        connection.close()
        assert certificate is not None
        return certificate["serialNumber"]


@contextmanager
def hub_running(folder: Path, authority: trustme.CA) -> Iterator[Hub]:
    """Give one that listens, with a certificate of an authority that it believes."""
    mounted = Mounted(folder, pair(authority.issue_cert(HOST), authority))
    settings = settings_of(folder)
    taken: list[bytes] = []

    def take(body: bytes) -> tuple[int, str]:
        taken.append(body)
        return 202, ""

    metrics = CollectorRegistry()
    contexts = ContextCache(settings, reload_failures(metrics))
    receiver = Receiver(settings, contexts, {PATH: take})
    receiver.start()
    yield Hub(receiver=receiver, mounted=mounted, metrics=metrics, taken=taken)
    receiver.stop()


def verifier(authority: trustme.CA, *believed: trustme.CA) -> ssl.SSLContext:
    """Return how a verifier calls that has a certificate of an authority."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    for each in believed:
        each.configure_trust(context)
    authority.issue_cert(common_name="verifier").configure_cert(context)
    return context
