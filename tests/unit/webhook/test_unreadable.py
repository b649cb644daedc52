# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Whatever a pod's author writes, the API server gets an answer that refuses, never a status.

A failed call to a webhook is ignored where ``failurePolicy`` says so.
"""

import json
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.fuzz.targets import webhook
from tests.unit.webhook.builders import pod, review
from tests.unit.webhook.test_target import HEAD


@pytest.fixture
def client() -> FlaskClient:
    return webhook()


def deep(levels: int) -> dict[str, object]:
    value: dict[str, object] = {}
    for _ in range(levels):
        value = {"f:a": value}
    return value


def bodies() -> dict[str, bytes]:
    """Return reviews that cannot be judged, as an API server would begin them."""
    whole = review(pod())
    head = {"kind": "AdmissionReview", "apiVersion": "admission.k8s.io/v1"}
    request = {"uid": "u-1", **whole["request"]}

    def written(**changes: object) -> bytes:
        return json.dumps({**head, "request": {**request, **changes}}).encode()

    managed = {**pod(), "metadata": {"name": "p", "managedFields": [{"fieldsV1": deep(150)}]}}
    return {
        "nested": written(object=managed),
        "very nested": written(object={}).replace(b'"object": {}', b'"object": ' + b"[" * 9999),
        "torn": written()[:-40],
        "half a character": written(object={**pod(), "x": "\ud800"}),
        "twice": written().replace(b'"name": "p"', b'"name": "p", "name": "q"'),
        "no object": written(object=None),
        "operation": written(operation="CONNECT"),
        "not UTF-8": written().replace(b'"name": "p"', b'"name": "\xff"'),
    }


@pytest.mark.parametrize("name", sorted(bodies()))
@pytest.mark.parametrize("path", ["/mutate", "/validate"])
def test_a_review_that_cannot_be_read_is_refused_by_its_uid(
    client: FlaskClient, path: str, name: str
) -> None:
    answer = client.post(path, data=bodies()[name], content_type="application/json")
    assert answer.status_code == 200
    response = answer.get_json()["response"]
    assert (response["uid"], response["allowed"]) == ("u-1", False)
    assert "could not" in response["status"]["message"]
    assert "the review cannot be read" in response["status"]["message"]
    assert response["auditAnnotations"]["findings"] == "review-unreadable"


def test_a_body_beyond_the_limit_is_refused_by_its_uid(client: FlaskClient) -> None:
    client.application.config["MAX_CONTENT_LENGTH"] = 100
    answer = client.post("/validate", data=bodies()["torn"], content_type="application/json")
    assert answer.status_code == 200
    response = answer.get_json()["response"]
    assert (response["uid"], response["allowed"]) == ("u-1", False)
    assert "longer than this webhook reads" in response["status"]["message"]


def test_a_defect_of_ours_is_refused_by_its_uid(client: FlaskClient) -> None:
    def broken() -> None:
        raise KeyError("defect")

    client.application.before_request_funcs.setdefault("webhook", []).append(broken)
    answer = client.post("/mutate", data=bodies()["torn"], content_type="application/json")
    assert answer.status_code == 200
    response = answer.get_json()["response"]
    assert (response["uid"], response["allowed"]) == ("u-1", False)
    assert "Bondstone failed; its log says more" in response["status"]["message"]
    assert "defect" not in answer.get_data(as_text=True)


def test_a_defect_of_ours_refuses_no_template_and_every_pod(client: FlaskClient) -> None:
    def broken() -> None:
        raise KeyError("defect")

    def answered(path: str, head: str) -> dict[str, Any]:
        answer = client.post(path, data=head.encode(), content_type="application/json")
        assert answer.status_code == 200
        response: dict[str, Any] = answer.get_json()["response"]
        return response

    client.application.before_request_funcs.setdefault("webhook", []).append(broken)
    for path in ("/mutate", "/validate"):
        response = answered(path, HEAD)
        assert (response["uid"], response["allowed"]) == ("u-1", True)
        assert "patch" not in response
        assert "Bondstone failed; its log says more" in response["warnings"][0]
        assert response["auditAnnotations"]["doubts"] == "review-unreadable"
        assert not answered(path, HEAD.replace("deployments", "pods"))["allowed"]
        assert not answered(path, HEAD.replace("requestKind", "subResource"))["allowed"]


def test_a_template_that_cannot_be_parsed_is_refused(client: FlaskClient) -> None:
    answer = client.post("/validate", data=HEAD.encode(), content_type="application/json")
    assert not answer.get_json()["response"]["allowed"]


def test_a_body_beyond_the_limit_without_a_uid_is_no_api_servers(client: FlaskClient) -> None:
    client.application.config["MAX_CONTENT_LENGTH"] = 1
    answer = client.post("/validate", data=b"[1, 2]", content_type="application/json")
    assert (answer.status_code, answer.get_json()) == (413, {"error": "Request Entity Too Large"})


def test_who_sends_no_uid_is_no_api_server(client: FlaskClient) -> None:
    answer = client.post("/validate", data=b"[]", content_type="application/json")
    assert answer.status_code == 400
    assert "error" in answer.get_json()
