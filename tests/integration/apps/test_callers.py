# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Who may call the two servers, and what is answered to a body that cannot be decided."""

import json
import ssl
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from http.client import RemoteDisconnected
from pathlib import Path
from typing import Any

import pytest

from certs.authority import Authority, Subject
from certs.trial import EXTENDER_CLIENT, WEBHOOK_CLIENT, write_pair
from localcluster.world import EU
from tests.integration.apps.recordings import filter_call, review
from tests.integration.apps.servers import CLIENTS, Servers, exchange

PATHS = {"webhook": "/validate", "extender": "/filter"}
NAMES = {"webhook": WEBHOOK_CLIENT, "extender": EXTENDER_CLIENT}
SERVERS = sorted(PATHS)
CLOSED = (ssl.SSLError, ConnectionError, RemoteDisconnected)


def body(name: str) -> bytes:
    """Return what a server answers when the right client sends it."""
    good = review("reviews/update-label") if name == "webhook" else filter_call(EU)
    return json.dumps(good).encode()


@pytest.mark.parametrize("name", SERVERS)
def test_two_requests_on_one_connection_are_answered(servers: Servers, name: str) -> None:
    with closing(servers.connect(name, servers.known(CLIENTS[name]))) as connection:
        connection.connect()
        first = connection.sock
        for _ in range(2):
            assert exchange(connection, PATHS[name], body(name))[0] == 200
            assert connection.sock is first


@pytest.mark.parametrize("name", SERVERS)
def test_no_certificate_no_answer(servers: Servers, name: str) -> None:
    with closing(servers.connect(name, None)) as connection, pytest.raises(CLOSED):
        exchange(connection, PATHS[name], body(name))


@pytest.mark.parametrize("name", SERVERS)
def test_the_right_name_from_another_authority_is_nobody(
    servers: Servers, name: str, tmp_path: Path
) -> None:
    now, day = datetime.now(UTC), timedelta(days=1)
    # Its own name is that of the cluster's authority too: only the key is another.
    other = Authority.create("localcluster", lifetime=day, now=now)
    pair = other.issue(Subject(common_name=NAMES[name]), lifetime=day, now=now)
    client = write_pair(tmp_path, "client", pair)
    with closing(servers.connect(name, client)) as connection, pytest.raises(CLOSED):
        exchange(connection, PATHS[name], body(name))


@pytest.mark.parametrize("name", SERVERS)
@pytest.mark.parametrize("client", ["admin", "scheduler", "webhook-client", "extender-client"])
def test_only_the_one_caller_is_let_in(servers: Servers, name: str, client: str) -> None:
    status, answer = servers.post(name, PATHS[name], body(name), client=client)
    assert status == (200 if client == CLIENTS[name] else 403)
    assert ("are not allowed here" in str(answer)) == (status == 403)


def spoilt(name: str, **changes: object) -> bytes:
    """Return a good body of which some fields are others; None leaves one out."""
    document: dict[str, Any] = json.loads(body(name)) | changes
    return json.dumps({key: value for key, value in document.items() if value is not None}).encode()


@pytest.mark.parametrize(
    ("name", "make", "status", "text"),
    [
        *((name, lambda _: b"", 400, "not strict JSON") for name in SERVERS),
        *((name, lambda _: b"\xff", 400, "not UTF-8") for name in SERVERS),
        *((name, lambda _: b'{"a": 1, "a": 2}', 400, "stands twice") for name in SERVERS),
        *((name, lambda _: b"[" * 101, 400, "nested deeper") for name in SERVERS),
        ("webhook", lambda _: b"[]", 400, "is not an AdmissionReview"),
        ("webhook", lambda name: spoilt(name, request=None), 400, "request is missing"),
        ("extender", lambda _: b"[]", 400, "is not an object"),
        ("extender", lambda name: spoilt(name, Pod=None), 400, "Pod is missing"),
        ("extender", lambda name: spoilt(name, NodeNames=None), 400, "nodeCacheCapable: true"),
        ("extender", lambda name: spoilt(name, NodeNames=[1]), 400, "is not a string"),
        ("extender", lambda name: spoilt(name, Nodes={"items": [{}]}), 400, "one of them"),
    ],
)
def test_a_body_that_cannot_be_decided_is_answered_in_one_sentence(
    servers: Servers, name: str, make: Callable[[str], bytes], status: int, text: str
) -> None:
    got, answer = servers.post(name, PATHS[name], make(name))
    assert got == status
    assert answer.keys() == {"error"}
    assert text in answer["error"]
    assert "\n" not in answer["error"]


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"kind": "Pod"}, "kind is not AdmissionReview"),
        ({"apiVersion": "v1"}, "admission.k8s.io/v1"),
    ],
)
def test_a_review_of_another_kind_is_refused_by_its_uid(
    servers: Servers, changes: dict[str, str], text: str
) -> None:
    status, answer = servers.post("webhook", "/validate", spoilt("webhook", **changes))
    assert (status, answer["response"]["allowed"]) == (200, False)
    assert text in answer["response"]["status"]["message"]


@pytest.mark.parametrize("name", SERVERS)
def test_a_body_beyond_the_limit_is_refused_by_its_length(servers: Servers, name: str) -> None:
    headers = {"Content-Type": "application/json", "Content-Length": str(40 * 1024 * 1024 + 1)}
    with closing(servers.connect(name, servers.known(CLIENTS[name]))) as connection:
        connection.request("POST", PATHS[name], headers=headers)
        response = connection.getresponse()
        assert (response.status, json.load(response)) == (
            413,
            {"error": "Request Entity Too Large"},
        )


@pytest.mark.parametrize("name", SERVERS)
def test_other_types_and_paths_are_not_answered(servers: Servers, name: str) -> None:
    got, answer = servers.post(name, PATHS[name], body(name), content_type="text/plain")
    assert (got, answer) == (415, {"error": "Content-Type must be application/json"})
    for path in ("/nowhere", "/healthz", "/metrics"):
        assert servers.post(name, path, body(name)) == (404, {"error": "Not Found"})
