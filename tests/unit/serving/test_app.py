# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The application without a server: methods, content types, metrics."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from flask import Blueprint, Response, jsonify, request
from flask.testing import FlaskClient
from prometheus_client import CollectorRegistry

from serving.app import app
from serving.component import Check
from serving.settings import ServerSettings

FILE = Path("file.pem")


class Echo:
    """A component with one route."""

    checks: Sequence[Check] = ()

    def __init__(self) -> None:
        self.blueprint = Blueprint("echo", __name__)
        self.blueprint.post("/echo")(_echo)

    def start(self) -> None:
        """Start nothing."""

    def stop(self) -> None:
        """Stop nothing."""


def _echo() -> Response:
    return jsonify(length=len(request.get_data()))


@pytest.fixture
def registry() -> CollectorRegistry:
    return CollectorRegistry()


@pytest.fixture
def client(registry: CollectorRegistry) -> FlaskClient:
    """Return a client of the application."""
    settings = ServerSettings(name="test", tls_cert=FILE, tls_key=FILE, body_limit=10)
    return app(Echo(), settings, registry).test_client()


@pytest.mark.parametrize("content_type", ["application/json", "application/json; charset=utf-8"])
def test_json_is_taken(client: FlaskClient, content_type: str) -> None:
    answer = client.post("/echo", data=b"0123456789", content_type=content_type)
    assert (answer.status_code, answer.json) == (200, {"length": 10})


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE"])
def test_another_method_is_refused_and_told_which_is_right(
    client: FlaskClient, method: str
) -> None:
    answer = client.open("/echo", method=method)
    assert answer.status_code == 405
    assert answer.json == {"error": "Method Not Allowed"}
    assert "POST" in answer.headers["Allow"]


@pytest.mark.parametrize("content_type", [None, "", "text/json", "application/json-patch+json"])
def test_another_content_type_is_refused(client: FlaskClient, content_type: str | None) -> None:
    answer = client.post("/echo", data=b"{}", content_type=content_type)
    assert answer.status_code == 415


def test_one_byte_too_many_is_refused(client: FlaskClient) -> None:
    answer = client.post("/echo", data=b" " * 11, content_type="application/json")
    assert answer.status_code == 413


def test_each_answer_is_counted_and_timed_once(
    client: FlaskClient, registry: CollectorRegistry
) -> None:
    for _ in range(2):
        client.post("/echo", data=b"{}", content_type="application/json")
    client.get("/echo")
    labels = {"path": "/echo", "code": "200"}
    assert registry.get_sample_value("bondstone_http_requests_total", labels) == 2
    timed = registry.get_sample_value("bondstone_http_request_seconds_count", {"path": "/echo"})
    assert timed == 2


def test_no_authority_means_403_even_for_what_is_not_there(registry: CollectorRegistry) -> None:
    names = frozenset({"friend"})
    settings = ServerSettings(
        name="test", tls_cert=FILE, tls_key=FILE, client_ca=FILE, client_names=names
    )
    stranger = app(Echo(), settings, registry).test_client()
    for path in ("/echo", "/nowhere"):
        answer = stranger.post(path, data=b"{}", content_type="application/json")
        assert answer.status_code == 403
