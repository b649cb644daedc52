# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Probes and scrapes, and what may come to their port instead."""

import socket
import struct

import pytest

from localcluster.ports import HOST
from tests.integration.serving.conftest import Served

RESET = struct.pack("ii", 1, 0)
"""SO_LINGER of zero seconds: closing sends RST (socket(7))."""


def test_probes_answer_again_and_again(served: Served) -> None:
    for _ in range(3):
        assert served.health("/healthz") == (200, "ok\n")
        assert served.health("/readyz") == (200, "ok\n")
        assert served.health("/other")[0] == 404


def test_what_is_amiss_is_said_and_leaves_it_ready(served: Served) -> None:
    (served.folder / "odd").touch()
    assert served.health("/readyz") == (200, "ok\nfiles: note: it looks odd\n")


def test_a_check_that_fails_itself_is_not_ready_and_tells_nobody_why(served: Served) -> None:
    (served.folder / "broken").touch()
    status, text = served.health("/readyz")
    assert status >= 500
    assert "secret" not in text
    assert served.health("/healthz")[0] == 200
    assert any("secret detail" in str(line.get("traceback")) for line in served.log())


@pytest.mark.parametrize(
    "sent", [b"", b"GET /metrics HT", b"\x16\x03\x01\x00\xff\r\n\r\n"], ids=range(3)
)
def test_a_torn_connection_leaves_the_log_whole(served: Served, sent: bytes) -> None:
    with socket.create_connection((HOST, served.health_port)) as torn:
        torn.sendall(sent)
        torn.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
    assert served.health("/metrics")[0] == 200
    assert served.log()
