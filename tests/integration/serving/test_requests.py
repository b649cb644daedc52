# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Requests over TLS: who is let in, what is answered, and what never is."""

import json
import socket
import ssl
from contextlib import closing
from datetime import UTC, datetime
from http.client import RemoteDisconnected

import pytest

from certs.authority import Authority
from localcluster.ports import HOST
from tests.integration.serving.conftest import DAY, Served, issue


def test_an_allowed_client_is_answered(served: Served) -> None:
    status, body = served.post("/echo?timeout=4s", b'{"a": 1}')
    answer = json.loads(body)
    assert status == 200
    assert answer["body"] == {"a": 1}
    assert 0 < answer["seconds"] <= 4


def test_the_callers_timeout_never_stretches_ours(served: Served) -> None:
    for query in ("?timeout=30s", "?timeout=soon", ""):
        _, body = served.post(f"/echo{query}")
        assert 0 < json.loads(body)["seconds"] <= 6.5


def test_no_certificate_no_connection(served: Served) -> None:
    with pytest.raises((ssl.SSLError, ConnectionError, RemoteDisconnected)):
        served.post("/echo", client=None)


def test_a_certificate_of_another_authority_is_refused(served: Served) -> None:
    # All of its names are the right ones: only the key that signed it is another.
    other = Authority.create("test CA", lifetime=DAY, now=datetime.now(UTC))
    issue(other, served.folder, "client", "friend")
    with pytest.raises((ssl.SSLError, ConnectionError, RemoteDisconnected)):
        served.post("/echo")


def test_tls_below_1_2_is_refused(served: Served) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(served.folder / "ca.crt")
    context.set_ciphers("ALL:@SECLEVEL=0")
    with pytest.warns(DeprecationWarning, match="TLSv1_1"):
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    with (
        socket.create_connection((HOST, served.port), timeout=5) as plain,
        pytest.raises(ssl.SSLError),
    ):
        context.wrap_socket(plain, server_hostname=HOST)


@pytest.mark.parametrize(
    ("path", "body", "content_type", "status"),
    [
        ("/echo", b"{}", "text/plain", 415),
        ("/echo", b"{", "application/json", 400),
        ("/echo", b'{"a": 1, "a": 2}', "application/json", 400),
        ("/echo", b" " * 1001, "application/json", 413),
        ("/nowhere", b"{}", "application/json", 404),
        ("/fail", b"{}", "application/json", 500),
    ],
)
def test_what_cannot_be_answered_is_one_json_sentence(
    served: Served, path: str, body: bytes, content_type: str, status: int
) -> None:
    got, answer = served.post(path, body, content_type=content_type)
    assert got == status
    assert set(json.loads(answer)) == {"error"}
    assert b"secret" not in answer
    assert b"Traceback" not in answer


def test_a_failure_is_in_the_log_with_its_traceback(served: Served) -> None:
    served.post("/fail")
    assert any("secret detail" in str(line.get("traceback")) for line in served.log())


def test_a_body_of_unknown_length_is_not_read(served: Served) -> None:
    headers = {"Content-Type": "application/json"}
    with closing(served.connect()) as connection:
        connection.request("POST", "/echo", iter([b" " * 600] * 5), headers, encode_chunked=True)
        response = connection.getresponse()
        response.read()
        assert response.status == 411


def test_metrics_name_the_route_and_not_what_was_asked(served: Served) -> None:
    served.post("/echo")
    served.post("/made-up-by-the-client")
    _, text = served.health("/metrics")
    assert 'bondstone_http_requests_total{code="200",path="/echo"} 1.0' in text
    assert 'bondstone_http_requests_total{code="404",path="(none)"} 1.0' in text
    assert "made-up" not in text
