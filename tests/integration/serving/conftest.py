# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A running small component, and clients with and without certificates."""

import json
import ssl
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.client import HTTPResponse, HTTPSConnection
from pathlib import Path

import pytest
import urllib3

from certs.authority import Authority, Subject
from certs.trial import write_pair
from localcluster.ports import HOST, reserve_ports
from localcluster.process import Process
from localcluster.waiting import wait_for

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A running component."""

    process: Process
    folder: Path
    authority: Authority
    port: int
    health_port: int

    def issue(self, stem: str, name: str, *, dns: Sequence[str] = ()) -> None:
        """Write a certificate of the authority."""
        issue(self.authority, self.folder, stem, name, dns=dns)

    def connect(self, client: str | None = "client") -> HTTPSConnection:
        """Return a connection that shows a client certificate, or none."""
        context = ssl.create_default_context(cafile=self.folder / "ca.crt")
        if client is not None:
            context.load_cert_chain(self.folder / f"{client}.crt", self.folder / f"{client}.key")
        return HTTPSConnection(HOST, self.port, context=context, timeout=10)

    def post(
        self,
        path: str,
        body: bytes = b"{}",
        *,
        client: str | None = "client",
        content_type: str = "application/json",
    ) -> tuple[int, bytes]:
        """Send one request on a connection of its own."""
        with closing(self.connect(client)) as connection:
            connection.request("POST", path, body, {"Content-Type": content_type})
            response: HTTPResponse = connection.getresponse()
            return response.status, response.read()

    def health(self, path: str) -> tuple[int, str]:
        """Ask the health port."""
        url = f"http://{HOST}:{self.health_port}{path}"
        response = urllib3.request("GET", url, retries=False, timeout=5)
        return response.status, response.data.decode()

    def log(self) -> list[dict[str, object]]:
        """Return the log so far: every line of it is JSON."""
        return [json.loads(line) for line in self.process.log.read_text().splitlines()]


def issue(
    authority: Authority, folder: Path, stem: str, name: str, *, dns: Sequence[str] = ()
) -> None:
    """Write a certificate; a server's has the address that it is called by."""
    subject = Subject(common_name=name, dns=dns, ips=[HOST] if stem == "server" else [])
    write_pair(folder, stem, authority.issue(subject, lifetime=DAY, now=datetime.now(UTC)))


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Served]]:
    """Return a function that starts the component and waits until it is ready."""
    started: list[Served] = []
    reserved = ExitStack()

    def begin(**changes: object) -> Served:
        authority = Authority.create("test CA", lifetime=DAY, now=datetime.now(UTC))
        write_pair(tmp_path, "ca", authority.pair())
        ports = reserve_ports(reserved)
        settings = {
            "port": ports.webhook,
            "health_port": ports.webhook_health,
            "tls_cert": str(tmp_path / "server.crt"),
            "tls_key": str(tmp_path / "server.key"),
            "client_ca": str(tmp_path / "ca.crt"),
            "client_names": ["friend"],
            **changes,
        }
        (tmp_path / "settings.json").write_text(json.dumps(settings))
        command = [sys.executable, "-m", "tests.integration.serving.small_component"]
        for stem, name in (("server", "server"), ("client", "friend"), ("stranger", "stranger")):
            issue(authority, tmp_path, stem, name)
        process = Process(
            "small", [*command, str(tmp_path / "settings.json")], log=tmp_path / "small.log"
        )
        served = Served(
            process=process,
            folder=tmp_path,
            authority=authority,
            port=ports.webhook,
            health_port=ports.webhook_health,
        )
        started.append(served)
        process.wait_until(lambda: _ready(served), seconds=30)
        return served

    with reserved:
        yield begin
        for served in started:
            served.process.stop()


@pytest.fixture
def served(start: Callable[..., Served]) -> Served:
    """Return a running component."""
    return start()


def _ready(served: Served) -> bool:
    try:
        return served.health("/readyz")[0] == 200
    except urllib3.exceptions.HTTPError:
        return False


def eventually(ask: Callable[[], bool], what: str) -> None:
    """Wait until something is so."""
    wait_for(ask, seconds=20, what=what)
