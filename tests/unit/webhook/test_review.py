# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""AdmissionReviews on the wire."""

from typing import Any

import pytest

from tests.unit.webhook.builders import pod, review
from trust.policy import Mode
from trust.verdict import Finding, Outcome, Verdict
from webhook.admission import Decision
from webhook.errors import ReviewError
from webhook.respond import respond
from webhook.review import parse_review


def test_a_review_is_read() -> None:
    parsed = parse_review(review(pod(), dryRun=True, subResource="ephemeralcontainers"))
    assert (parsed.uid, parsed.namespace, parsed.operation) == ("u-1", "payments", "CREATE")
    assert (parsed.dry_run, parsed.subresource, parsed.user) == (
        True,
        "ephemeralcontainers",
        "alice",
    )
    assert parsed.old_document is None


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        {},
        {**review(pod()), "apiVersion": "admission.k8s.io/v1beta1"},
        {**review(pod()), "kind": "Pod"},
        {**review(pod()), "request": None},
        review(pod(), uid=""),
        review(pod(), uid=1),
        review(pod(), namespace=None),
        review(pod(), operation="DELETE"),
        review(pod(), operation="UPDATE"),
        review(pod(), resource="pods"),
        review(pod(), subResource=1),
        review(pod(), userInfo=None),
        review({}, object=None),
        review({}, object=[]),
    ],
    ids=range(16),
)
def test_what_is_no_review_is_an_error(body: object) -> None:
    with pytest.raises(ReviewError):
        parse_review(body)


DENIAL = Finding(code="layer-not-encrypted", outcome=Outcome.DENY, detail="why", remedy="how")


def answer(**fields: object) -> dict[str, Any]:
    decision = Decision(pod="p", **fields)  # type: ignore[arg-type]
    response: dict[str, Any] = dict(respond("u-1", decision)["response"])
    return response


def test_a_refusal_carries_its_sentence_and_its_codes() -> None:
    response = answer(verdict=Verdict((DENIAL,)), policies=("payments",))
    assert response["uid"] == "u-1"
    assert response["allowed"] is False
    assert response["status"] == {
        "code": 403,
        "message": 'TrustPolicy "payments" refuses this pod: why; how',
        "reason": "Forbidden",
    }
    assert response["auditAnnotations"] == {
        "verdict": "deny",
        "policies": "payments",
        "findings": "layer-not-encrypted",
    }
    assert "patch" not in response


def test_an_admission_without_change_has_no_patch() -> None:
    response = answer()
    assert response["allowed"] is True
    assert not {"patch", "patchType", "status", "warnings"} & response.keys()


def test_warnings_come_with_the_admission_and_audit_stays_silent() -> None:
    unenforced = {Mode.WARN: Verdict((DENIAL,)), Mode.AUDIT: Verdict((DENIAL,))}
    response = answer(unenforced=unenforced)
    assert response["warnings"] == ["p: why; how"]
    assert response["auditAnnotations"]["audit"] == "deny,layer-not-encrypted"
    assert "warnings" not in answer(unenforced={Mode.AUDIT: Verdict((DENIAL,))})
