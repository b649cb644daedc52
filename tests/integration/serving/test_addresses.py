# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Both ports on an IPv6 address."""

import socket
import ssl
from collections.abc import Callable

import pytest
import urllib3

from localcluster.ports import HOST
from tests.integration.serving.conftest import Served

LOOPBACK = "::1"


@pytest.fixture
def _loopback() -> None:
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind((LOOPBACK, 0))
    except OSError as exc:
        pytest.skip(f"this machine has no {LOOPBACK}: {exc}")


@pytest.mark.usefixtures("_loopback")
def test_callers_of_both_families_are_answered_on_both_ports(start: Callable[..., Served]) -> None:
    served = start(host="::")
    assert served.health("/readyz")[0] == 200
    assert served.post("/echo")[0] == 200
    url = f"http://[{LOOPBACK}]:{served.health_port}/readyz"
    assert urllib3.request("GET", url, retries=False, timeout=5).status == 200
    context = ssl.create_default_context(cafile=served.folder / "ca.crt")
    context.load_cert_chain(served.folder / "client.crt", served.folder / "client.key")
    with (
        socket.create_connection((LOOPBACK, served.port), timeout=10) as plain,
        context.wrap_socket(plain, server_hostname=HOST) as wire,
    ):
        head = b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        wire.sendall(head + b"Content-Length: 2\r\n\r\n{}")
        assert wire.recv(100).startswith(b"HTTP/1.1 200 ")


@pytest.mark.usefixtures("_loopback")
def test_a_port_that_is_taken_is_named_with_its_address(start: Callable[..., Served]) -> None:
    served = start(host="::")
    taken = pytest.raises(Exception, match=rf"port {served.port} of :: cannot be used")
    with taken:
        start(host="::", port=served.port, health_port=served.health_port)
