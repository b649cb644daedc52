# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A server for messages in this process, and clients with certificates of its authority."""

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import trustme
import urllib3
from prometheus_client import CollectorRegistry, Counter

from serving.receiver import Receiver
from serving.settings import ServerSettings
from serving.tls import ContextCache

HOST = "127.0.0.1"
PATH = "/hints/keylime"
SOON = 3.0
"""Seconds; sooner than a connection that says nothing is given up for that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receiving:
    """A server that takes messages of the client "verifier"."""

    receiver: Receiver
    settings: ServerSettings
    ca: trustme.CA
    taken: list[bytes]
    opened: ExitStack

    def post(
        self, body: bytes = b"{}", *, name: str = "verifier", path: str = PATH,
        method: str = "POST", headers: dict[str, str] | None = None,
    ) -> urllib3.BaseHTTPResponse:  # fmt: skip
        """Send one message."""
        context, port = self._context(name), self.receiver.port
        with urllib3.HTTPSConnectionPool(HOST, port, ssl_context=context) as pool:
            return pool.request(method, path, body=body, headers=headers, retries=False)

    def connect(self) -> socket.socket:
        """Return a connection that says nothing."""
        made = socket.create_connection((HOST, self.receiver.port), timeout=10)
        return self.opened.enter_context(made)

    def greet(self, name: str, connections: int) -> list[ssl.SSLSocket]:
        """Return connections that shake hands and say nothing after it."""
        context, made = self._context(name), []
        for _ in range(connections):
            greeted = context.wrap_socket(self.connect(), server_hostname=HOST)
            made.append(self.opened.enter_context(greeted))
            greeted.setblocking(False)
        return made

    def _context(self, name: str) -> ssl.SSLContext:
        context = ssl.create_default_context()
        self.ca.configure_trust(context)
        if name:
            self.ca.issue_cert(common_name=name).configure_cert(context)
        return context


def settings_of(folder: Path) -> ServerSettings:
    """Return those of a small server for a verifier's messages, by the files of a folder."""
    return ServerSettings(
        name="hints", host=HOST, port=0, tls_cert=folder / "tls.crt",
        tls_key=folder / "tls.key", client_ca=folder / "ca.crt",
        client_names=frozenset({"verifier"}), body_limit=1000,
    )  # fmt: skip


@contextmanager
def receiving(folder: Path) -> Iterator[Receiving]:
    """Give one that listens; a body "bad" is refused."""
    ca = trustme.CA()
    issued = ca.issue_cert(HOST)
    issued.cert_chain_pems[0].write_to_path(folder / "tls.crt")
    issued.private_key_pem.write_to_path(folder / "tls.key")
    ca.cert_pem.write_to_path(folder / "ca.crt")
    settings = settings_of(folder)
    taken: list[bytes] = []

    def take(body: bytes) -> tuple[int, str]:
        taken.append(body)
        return (400, "it is bad") if body == b"bad" else (202, "")

    receiver = receiver_of(settings, {PATH: take})
    receiver.start()
    with ExitStack() as opened:
        yield Receiving(receiver=receiver, settings=settings, ca=ca, taken=taken, opened=opened)
    receiver.stop()


def receiver_of(
    settings: ServerSettings, takers: dict[str, Callable[[bytes], tuple[int, str]]]
) -> Receiver:
    """Return one that does not listen yet."""
    failures = Counter("failures", "None.", registry=CollectorRegistry())
    return Receiver(settings, ContextCache(settings, failures), takers)


def hung_up(connection: ssl.SSLSocket) -> bool:
    """Tell whether the server has closed a connection."""
    try:
        return connection.recv(1) == b""
    except ssl.SSLWantReadError:
        return False
    except OSError:
        return True


def soon(condition: Callable[[], bool]) -> bool:
    """Tell whether something becomes so while silent connections still have time."""
    until = time.monotonic() + SOON
    while not condition() and time.monotonic() < until:
        time.sleep(0.01)
    return condition()


def answering() -> int:
    """Return how many connections have a thread."""
    return sum(each.name == "received" for each in threading.enumerate())
