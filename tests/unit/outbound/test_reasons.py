# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Reasons of libraries as people read them; real ones are among the integration tests."""

import http.client
import ssl

import pytest
import urllib3
from urllib3 import exceptions

from outbound.reasons import reason_of

CONNECTION = urllib3.connection.HTTPSConnection("registry.example", 443)
POOL = urllib3.HTTPSConnectionPool("registry.example", 443)
VERIFY = "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: expired (_ssl.c:1006)"
REFUSED = exceptions.NewConnectionError(CONNECTION, "[Errno 111] Connection refused")


@pytest.mark.parametrize(
    ("raised", "reason"),
    [
        (
            exceptions.NewConnectionError(CONNECTION, "its name cannot be resolved"),
            "its name cannot be resolved",
        ),
        (REFUSED, "Connection refused"),
        (exceptions.MaxRetryError(POOL, "/v2/", REFUSED), "Connection refused"),
        (exceptions.ConnectTimeoutError(CONNECTION, "connecting to it timed out"),
         "connecting to it timed out"),
        (exceptions.ReadTimeoutError(POOL, "/v2/", "Read timed out. (read timeout=0.97)"),
         "Read timed out"),
        (exceptions.SSLError(ssl.SSLCertVerificationError(1, VERIFY)),
         "certificate verify failed: expired"),
        (exceptions.ProtocolError("Connection aborted.", http.client.RemoteDisconnected("It went")),
         "It went"),
        (exceptions.ProtocolError("Connection broken", ConnectionResetError(104, "Reset by peer")),
         "Reset by peer"),
        (exceptions.ProtocolError("Connection broken", exceptions.IncompleteRead(3, 7)),
         "3 bytes read, 7 more expected"),
        (OSError(5, "Input/output error"), "Input/output error"),
        (TimeoutError("timed out"), "timed out"),
        (TimeoutError(), "no reason is given"),
        (exceptions.HTTPError("<a.B object at 0x7f00>: it broke"), "it broke"),
    ],
)  # fmt: skip
def test_a_reason_names_no_object(raised: Exception, reason: str) -> None:
    assert reason_of(raised) == reason
