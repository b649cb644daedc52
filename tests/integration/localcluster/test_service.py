# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A Service leads new connections to ready replicas, and counts what is lost with one."""

import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from localcluster.api import Api
from localcluster.pki import Pki
from localcluster.ports import HOST
from localcluster.service import Service
from tests.integration.localcluster.polling import eventually

FIRST, SECOND = "10.64.0.1", "10.64.0.2"


class Echo:
    """Says its name and what it heard, but to "die" it answers by an end."""

    def __init__(self, name: bytes) -> None:
        self.name = name
        self._listening = socket.create_server((HOST, 0))
        self.port: int = self._listening.getsockname()[1]
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Take no connection any more, and wait for those that there are."""
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._thread.join()

    def _run(self) -> None:
        served = []
        with suppress(OSError):
            while True:
                one = threading.Thread(target=self._serve, args=(self._listening.accept()[0],))
                one.start()
                served.append(one)
        for each in served:
            each.join()

    def _serve(self, connection: socket.socket) -> None:
        with connection:
            while (heard := connection.recv(100)) and heard != b"die":
                connection.sendall(self.name + heard)


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as opened:
        yield opened


@pytest.fixture
def service(stack: ExitStack, tmp_path: Path) -> Service:
    """Return one of two replicas, whose API server is away: it goes on with what it knows."""
    replicas = {FIRST: Echo(b"1"), SECOND: Echo(b"2")}
    for each in replicas.values():
        stack.callback(each.stop)
    with socket.create_server((HOST, 0)) as free:
        port = free.getsockname()[1]
    made = Service(
        Api(f"https://{HOST}:1", Pki(tmp_path, server="https://any.example")), "any", "any", port,
        {address: each.port for address, each in replicas.items()}, ready=[FIRST, SECOND],
    )  # fmt: skip
    made.start()
    stack.callback(made.stop)
    return made


def connect(stack: ExitStack, service: Service) -> socket.socket:
    return stack.enter_context(socket.create_connection((HOST, service.port), timeout=30))


def said(connection: socket.socket, words: bytes) -> bytes:
    with suppress(ConnectionError):
        connection.sendall(words)
        return connection.recv(100)
    return b""


def test_new_connections_go_to_replicas_in_turn(stack: ExitStack, service: Service) -> None:
    names = [said(connect(stack, service), b"x") for _ in range(4)]
    assert sorted(names) == [b"1x", b"1x", b"2x", b"2x"]


def test_a_connection_stays_where_it_is_when_its_replica_is_not_ready(
    stack: ExitStack, service: Service
) -> None:
    old = connect(stack, service)
    before = said(old, b"x")
    service.ready = [SECOND if before == b"1x" else FIRST]
    assert said(old, b"x") == before
    assert said(connect(stack, service), b"x") != before


def test_a_request_that_its_replica_did_not_answer_is_counted(
    stack: ExitStack, service: Service
) -> None:
    connection = connect(stack, service)
    assert said(connection, b"x")
    assert said(connection, b"die") == b""
    assert eventually(lambda: service.lost.cut == 1)
    assert service.lost.refused == 0


def test_one_that_a_client_gave_up_is_not(stack: ExitStack, service: Service) -> None:
    connection = connect(stack, service)
    assert said(connection, b"x")
    connection.close()
    assert said(connect(stack, service), b"x")
    assert service.lost.cut == 0


def test_where_no_replica_is_ready_a_connection_is_refused(
    stack: ExitStack, service: Service
) -> None:
    service.ready = []
    assert said(connect(stack, service), b"x") == b""
    assert service.lost.refused == 1
