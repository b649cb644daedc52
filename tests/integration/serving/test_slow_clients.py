# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Slow clients hold up themselves alone, even as many of them as there are threads."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager

import pytest

from localcluster.ports import HOST
from tests.integration.serving.conftest import Served

MANY = 8
"""Twice the threads of the small component."""
HEAD = b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"


def silent(served: Served, stack: ExitStack) -> None:
    """Connect and say nothing."""
    stack.enter_context(socket.create_connection((HOST, served.port)))


def half_a_handshake(served: Served, stack: ExitStack) -> None:
    """Stop in the middle of the first TLS record."""
    plain = stack.enter_context(socket.create_connection((HOST, served.port)))
    plain.sendall(b"\x16\x03\x01")


def no_request(served: Served, stack: ExitStack) -> None:
    """Shake hands and say no more, as a Go client does that dialled one connection too many."""
    stack.enter_context(closing(served.connect())).connect()


def no_certificate(served: Served, stack: ExitStack) -> None:
    """Be turned away, and not leave."""
    stack.enter_context(closing(served.connect(None))).connect()


def no_goodbye(served: Served, stack: ExitStack) -> None:
    """Ask for a closed connection, and not close it."""
    connection = stack.enter_context(closing(served.connect()))
    connection.connect()
    connection.sock.sendall(HEAD + b"Connection: close\r\nContent-Length: 2\r\n\r\n{}")


def half_a_body(served: Served, stack: ExitStack) -> None:
    """Announce more than is sent."""
    connection = stack.enter_context(closing(served.connect()))
    connection.connect()
    connection.sock.sendall(HEAD + b"Content-Length: 100\r\n\r\n{")


@pytest.mark.parametrize(
    "stall",
    [silent, half_a_handshake, no_request, no_certificate, no_goodbye, half_a_body],
)
def test_others_are_served_beside_stalled_clients(
    served: Served, stall: Callable[[Served, ExitStack], None]
) -> None:
    with ExitStack() as stack:
        for _ in range(MANY // 2 if stall is half_a_body else MANY):
            stall(served, stack)
        for _ in range(3):
            assert served.post("/echo")[0] == 200


@contextmanager
def dripping(served: Served, first: bytes) -> Iterator[None]:
    """Send a byte now and then, often enough for no single read to take too long."""
    ended = threading.Event()
    with closing(served.connect()) as connection:
        connection.connect()
        wire = connection.sock

        def drip() -> None:
            try:
                wire.sendall(first)
                while not ended.wait(0.5):
                    wire.sendall(b"a")
            except OSError:
                return

        thread = threading.Thread(target=drip)
        thread.start()
        yield
        ended.set()
        thread.join()


@pytest.mark.parametrize(
    "first", [HEAD + b"X: ", HEAD + b"Content-Length: 999\r\n\r\n"], ids=["header", "body"]
)
def test_a_request_in_drops_ends_some_time(served: Served, first: bytes) -> None:
    with ExitStack() as stack:
        for _ in range(MANY // 2):
            stack.enter_context(dripping(served, first))
        with closing(served.connect()) as connection:
            connection.timeout = 30
            connection.request("POST", "/echo", b"{}", {"Content-Type": "application/json"})
            assert connection.getresponse().status == 200


def test_a_connection_is_kept_for_the_next_request(served: Served) -> None:
    sockets = set()
    with closing(served.connect()) as connection:
        for _ in range(3):
            connection.request("POST", "/echo", b"{}", {"Content-Type": "application/json"})
            response = connection.getresponse()
            response.read()
            assert response.status == 200
            sockets.add(connection.sock)
    assert len(sockets) == 1
    assert None not in sockets
