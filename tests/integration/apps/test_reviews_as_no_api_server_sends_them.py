# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Reviews that are broken, huge or crowded, sent over TLS: each gets one sentence, no call fails.

Whoever has no uid to be answered by is no API server, and gets an HTTP status.
"""

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.integration.apps.recordings import review
from tests.integration.apps.servers import Servers

MEBIBYTE = 1024 * 1024
PATHS = ["/mutate", "/validate"]


def written(document: dict[str, Any]) -> bytes:
    """Write a review as the API server does: the uid comes first."""
    request = {"uid": document["request"]["uid"], **document["request"]}
    return json.dumps({**document, "request": request}).encode()


def good(servers: Servers) -> dict[str, Any]:
    return review("mutations/create", main=servers.plain.reference)


def refused(servers: Servers, path: str, body: bytes) -> str:
    """Return the refusal of a body, which is answered as the API server reads it."""
    status, answer = servers.post("webhook", f"{path}?timeout=10s", body)
    assert status == 200, answer
    response = answer["response"]
    assert response["uid"].encode() in body
    assert (response["allowed"], response["status"]["code"]) == (False, 403)
    message: str = response["status"]["message"]
    assert "\n" not in message
    assert len(message.encode()) <= 1024
    return message


def truncated(document: dict[str, Any]) -> bytes:
    return written(document)[:-40]


def of_an_unknown_version(document: dict[str, Any]) -> bytes:
    return written({**document, "apiVersion": "admission.k8s.io/v2"})


def without_an_object(document: dict[str, Any]) -> bytes:
    return written({**document, "request": {**document["request"], "object": None}})


def with_a_key_twice(document: dict[str, Any]) -> bytes:
    return written(document).replace(b'"operation":', b'"operation": "UPDATE", "operation":', 1)


def nested_10_000_deep(document: dict[str, Any]) -> bytes:
    document["request"]["object"]["metadata"]["x"] = "here"
    return written(document).replace(b'"here"', b'{"a":' * 10_000 + b"1" + b"}" * 10_000)


def with_two_million_objects(document: dict[str, Any]) -> bytes:
    document["request"]["object"]["spec"]["x"] = "here"
    return written(document).replace(b'"here"', b"[" + b"{}," * 2_000_000 + b"{}]")


def with_2_000_containers(document: dict[str, Any]) -> bytes:
    spec = document["request"]["object"]["spec"]
    spec["containers"] = [{**spec["containers"][0], "name": f"c{n}"} for n in range(2000)]
    return written(document)


def with_20_000_node_selector_terms(document: dict[str, Any]) -> bytes:
    expression = {"key": "disk", "operator": "In", "values": ["ssd"]}
    terms = [{"matchExpressions": [expression]}] * 20_000
    required = {"requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": terms}}
    document["request"]["object"]["spec"]["affinity"] = {"nodeAffinity": required}
    return written(document)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    ("broken", "why"),
    [
        (truncated, "the review cannot be read: the body is not strict JSON"),
        (of_an_unknown_version, "is not an AdmissionReview of admission.k8s.io/v1"),
        (without_an_object, "object is missing"),
        (with_a_key_twice, "'operation' stands twice"),
        (nested_10_000_deep, "nested deeper than 100 levels"),
        (with_two_million_objects, "more than 250000 objects and lists"),
        (with_2_000_containers, "spec.containers: has 2000 entries, and at most 200 are read"),
        (with_20_000_node_selector_terms, "has 20000 entries, and at most 200 are read"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_review_that_cannot_be_judged_is_refused_in_one_sentence(
    servers: Servers, path: str, broken: Callable[[dict[str, Any]], bytes], why: str
) -> None:
    assert why in refused(servers, path, broken(good(servers)))


def test_a_review_of_16_mebibytes_is_judged_like_any_other(servers: Servers) -> None:
    document = good(servers)
    (container,) = document["request"]["object"]["spec"]["containers"]
    container["env"] = [{"name": "A", "value": "x" * 16 * MEBIBYTE}]
    message = refused(servers, "/validate", written(document))
    assert "layers 1, 2, 3 of 3 are not encrypted" in message


@pytest.mark.parametrize("path", PATHS)
def test_a_review_beyond_40_mebibytes_is_refused_though_nobody_reads_it(
    servers: Servers, path: str
) -> None:
    document = good(servers)
    document["request"]["object"]["metadata"]["x"] = "x" * 40 * MEBIBYTE
    assert "it is longer than this webhook reads" in refused(servers, path, written(document))


@pytest.mark.parametrize("path", PATHS)
def test_a_review_of_the_wrong_content_type_is_not_read(servers: Servers, path: str) -> None:
    for kind in ("text/plain", "application/yaml", "application/vnd.kubernetes.protobuf"):
        got = servers.post("webhook", path, written(good(servers)), content_type=kind)
        assert got == (415, {"error": "Content-Type must be application/json"})


@pytest.mark.parametrize("path", PATHS)
def test_who_has_no_uid_gets_a_status(servers: Servers, path: str) -> None:
    for body in (b"{", b"[" * 10_000, b'{"a": 1, "a": 2}', b" " * (40 * MEBIBYTE + 1)):
        status, answer = servers.post("webhook", path, body)
        assert status == (413 if len(body) > MEBIBYTE else 400)
        assert answer.keys() == {"error"}
