# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Reviews sent to the webhook, and their answers applied as the API server applies them."""

import json
from base64 import b64decode
from copy import deepcopy
from typing import Any

import jsonpatch

from tests.integration.apps.servers import Servers

SENT = "?timeout=10s"
ENVELOPE = {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview"}
REFUSED = 'TrustPolicy "payments" refuses this pod: '
UNKNOWN = 'TrustPolicy "payments" could not be evaluated, so the pod is not admitted: '


def ask(servers: Servers, path: str, document: dict[str, Any]) -> dict[str, Any]:
    """Return the response to a review: its envelope is v1, and its uid the review's."""
    answer = servers.ask("webhook", f"{path}{SENT}", document)
    response: dict[str, Any] = answer.pop("response")
    assert answer == ENVELOPE
    assert response["uid"] == document["request"]["uid"]
    return response


def mutated(servers: Servers, document: dict[str, Any]) -> dict[str, Any]:
    """Return the review with the object that /mutate leaves."""
    response = ask(servers, "/mutate", document)
    assert response["allowed"] is True, response
    assert "status" not in response
    assert response["patchType"] == "JSONPatch"
    patch = json.loads(b64decode(response["patch"], validate=True))
    final = deepcopy(document)
    final["request"]["object"] = jsonpatch.apply_patch(document["request"]["object"], patch)
    return final


def assert_refused(response: dict[str, Any], message: str, *codes: str, verdict: str) -> None:
    assert response["allowed"] is False
    assert response["status"]["code"] == 403
    assert response["status"]["reason"] == "Forbidden"
    assert response["status"]["message"].startswith(message)
    assert "patch" not in response
    annotations = response["auditAnnotations"]
    assert (annotations["verdict"], annotations["findings"]) == (verdict, ",".join(codes))
