# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Slow clients hold up themselves alone."""

import socket
import ssl
from contextlib import closing

from localcluster.ports import HOST
from tests.integration.serving.conftest import Served


def test_silent_and_dripping_clients_do_not_block_others(served: Served) -> None:
    silent = [socket.create_connection((HOST, served.port)) for _ in range(8)]
    half = [socket.create_connection((HOST, served.port)) for _ in range(2)]
    for stalled in half:
        stalled.sendall(b"\x16\x03\x01")
    connection = served.connect()
    connection.connect()
    assert isinstance(connection.sock, ssl.SSLSocket)
    connection.sock.sendall(b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{")
    for _ in range(3):
        assert served.post("/echo")[0] == 200
    connection.close()
    for each in (*silent, *half):
        each.close()


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
