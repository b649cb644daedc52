# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The small server for messages: only known clients, only so much, only so long."""

import json
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import trustme
import urllib3
from prometheus_client import CollectorRegistry, Counter

from serving.errors import SettingsError
from serving.receiver import Receiver
from serving.settings import ServerSettings
from serving.tls import ContextCache

Post = Callable[..., urllib3.BaseHTTPResponse]


@pytest.fixture
def ca() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def taken() -> list[bytes]:
    return []


@pytest.fixture
def receiver(ca: trustme.CA, taken: list[bytes], tmp_path: Path) -> Iterator[Receiver]:
    issued = ca.issue_cert("127.0.0.1")
    issued.cert_chain_pems[0].write_to_path(tmp_path / "tls.crt")
    issued.private_key_pem.write_to_path(tmp_path / "tls.key")
    ca.cert_pem.write_to_path(tmp_path / "ca.crt")
    settings = ServerSettings(
        name="hints", host="127.0.0.1", port=0, tls_cert=tmp_path / "tls.crt",
        tls_key=tmp_path / "tls.key", client_ca=tmp_path / "ca.crt",
        client_names=frozenset({"verifier"}), body_limit=1000,
    )  # fmt: skip

    def take(body: bytes) -> tuple[int, str]:
        taken.append(body)
        return (400, "it is bad") if body == b"bad" else (202, "")

    failures = Counter("failures", "None.", registry=CollectorRegistry())
    made = Receiver(settings, ContextCache(settings, failures), {"/hints/keylime": take})
    made.start()
    yield made
    made.stop()


@pytest.fixture
def post(receiver: Receiver, ca: trustme.CA) -> Post:
    def send(
        body: bytes = b"{}", *, name: str = "verifier", path: str = "/hints/keylime",
        method: str = "POST", headers: dict[str, str] | None = None,
    ) -> urllib3.BaseHTTPResponse:  # fmt: skip
        context = ssl.create_default_context()
        ca.configure_trust(context)
        if name:
            ca.issue_cert(common_name=name).configure_cert(context)
        with urllib3.HTTPSConnectionPool("127.0.0.1", receiver.port, ssl_context=context) as pool:
            return pool.request(method, path, body=body, headers=headers, retries=False)

    return send


def test_a_message_of_a_known_client_is_taken(post: Post, taken: list[bytes]) -> None:
    found = post(b"{}")
    assert (found.status, found.data) == (202, b"{}")
    assert taken == [b"{}"]


def test_a_refusal_says_why(post: Post) -> None:
    found = post(b"bad")
    assert (found.status, json.loads(found.data)) == (400, {"error": "it is bad"})


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"name": "stranger"}, 403),
        ({"path": "/hints/other"}, 404),
        ({"path": "/hints/keylime/"}, 404),
        ({"method": "GET"}, 501),
        ({"body": b"x" * 1001}, 413),
        ({"headers": {"Transfer-Encoding": "chunked"}}, 411),
        ({"headers": {"Content-Length": "-1"}}, 411),
    ],
)
def test_anything_else_is_not_taken(
    post: Post, taken: list[bytes], wrong: dict[str, object], status: int
) -> None:
    assert post(**wrong).status == status
    assert taken == []


def test_without_a_certificate_nobody_is_heard(post: Post, taken: list[bytes]) -> None:
    with pytest.raises(urllib3.exceptions.HTTPError):
        post(name="")
    assert taken == []


def test_strangers_that_say_nothing_hold_nobody_up(
    receiver: Receiver, post: Post, taken: list[bytes]
) -> None:
    silent = [socket.create_connection(("127.0.0.1", receiver.port)) for _ in range(200)]
    try:
        assert post().status == 202
    finally:
        for each in silent:
            with suppress(OSError):
                each.close()
    assert len(taken) == 1


def test_a_port_that_is_taken_is_named(receiver: Receiver, tmp_path: Path) -> None:
    settings = ServerSettings(
        name="hints", host="127.0.0.1", port=receiver.port, tls_cert=tmp_path / "tls.crt",
        tls_key=tmp_path / "tls.key", client_ca=tmp_path / "ca.crt",
        client_names=frozenset({"verifier"}),
    )  # fmt: skip
    failures = Counter("failures", "None.", registry=CollectorRegistry())
    second = Receiver(settings, ContextCache(settings, failures), {})
    with pytest.raises(SettingsError, match=f"port {receiver.port} of 127.0.0.1 cannot be used"):
        second.start()
    assert second.port == 0
