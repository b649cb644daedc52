# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Decisions as the API server reads them."""

import json
from base64 import b64decode
from dataclasses import replace
from typing import Any

from trust.policy import Mode
from trust.verdict import Finding, Outcome, Verdict
from webhook.decision import Decision
from webhook.respond import WARNING_LIMIT, WARNINGS, respond

DENIAL = Finding(code="layer-not-encrypted", outcome=Outcome.DENY, detail="why", remedy="how")
DOUBT = Finding(code="image-unavailable", outcome=Outcome.UNKNOWN, detail="it is away")
PATCH: list[dict[str, object]] = [{"op": "add", "path": "/spec/x", "value": "ö"}]


def answer(**fields: object) -> dict[str, Any]:
    decision = Decision(pod="p", **fields)  # type: ignore[arg-type]
    response: dict[str, Any] = dict(respond("u-1", decision)["response"])
    return response


def test_an_answer_is_a_review_of_our_version() -> None:
    review = respond("u-2", Decision())
    assert review.keys() == {"apiVersion", "kind", "response"}
    assert (review["apiVersion"], review["kind"]) == ("admission.k8s.io/v1", "AdmissionReview")
    assert review["response"]["uid"] == "u-2"


def test_a_refusal_carries_its_sentence_and_its_codes() -> None:
    response = answer(verdict=Verdict((DENIAL,)), policies=("payments",), refused_by=("payments",))
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


def test_what_is_unknown_is_refused_and_says_that_it_is_no_denial() -> None:
    response = answer(verdict=Verdict((DOUBT,)), policies=("a", "b"))
    assert response["allowed"] is False
    assert response["status"]["code"] == 403
    assert "it is away" in response["status"]["message"]
    assert "refuses" not in response["status"]["message"]
    assert response["auditAnnotations"] == {
        "verdict": "unknown",
        "policies": "a,b",
        "findings": "image-unavailable",
    }


def test_an_admission_without_change_has_no_patch() -> None:
    response = answer()
    assert response == {"uid": "u-1", "allowed": True, "auditAnnotations": {"verdict": "allow"}}


def test_a_patch_goes_with_an_admission_alone() -> None:
    response = answer(patch=PATCH)
    assert response["patchType"] == "JSONPatch"
    assert json.loads(b64decode(response["patch"], validate=True)) == PATCH
    refused = answer(patch=PATCH, verdict=Verdict((DENIAL,)))
    assert not {"patch", "patchType"} & refused.keys()


def test_warnings_come_with_the_admission_and_audit_stays_silent() -> None:
    unenforced = {Mode.WARN: Verdict((DENIAL,)), Mode.AUDIT: Verdict((DENIAL,))}
    response = answer(unenforced=unenforced)
    assert response["allowed"] is True
    assert response["warnings"] == ["p: why; how"]
    assert response["auditAnnotations"]["audit"] == "deny,layer-not-encrypted"
    assert response["auditAnnotations"]["warn"] == "deny,layer-not-encrypted"
    assert "warnings" not in answer(unenforced={Mode.AUDIT: Verdict((DENIAL,))})


def test_a_mode_that_has_nothing_to_say_is_in_the_audit_and_warns_of_nothing() -> None:
    response = answer(unenforced={Mode.WARN: Verdict()})
    assert "warnings" not in response
    assert response["auditAnnotations"]["warn"] == "allow"


def test_a_refusal_may_warn_too_and_each_warning_is_cut() -> None:
    long = Finding(code="x", outcome=Outcome.DENY, detail="d" * 2 * WARNING_LIMIT)
    response = answer(verdict=Verdict((DENIAL,)), unenforced={Mode.WARN: Verdict((long, DOUBT))})
    assert [len(warning) for warning in response["warnings"]] == [256, len(f"p: {DOUBT.text}")]


def test_warnings_are_few_and_the_last_one_counts_the_others() -> None:
    findings = tuple(replace(DENIAL, detail=f"reason {number}") for number in range(11))
    shown = answer(unenforced={Mode.WARN: Verdict(findings)})["warnings"]
    assert len(shown) == WARNINGS == 8
    assert shown[6:] == ["p: reason 6; how", "p: and 4 more"]
    eight = answer(unenforced={Mode.WARN: Verdict(findings[:8])})["warnings"]
    assert eight[-1] == "p: reason 7; how"


def test_remarks_on_images_come_with_any_answer() -> None:
    for verdict in (Verdict(), Verdict((DENIAL,))):
        response = answer(verdict=verdict, remarks=("Env has a secret", "x" * 2 * WARNING_LIMIT))
        assert response["warnings"][0] == "p: Env has a secret"
        assert len(response["warnings"][1]) == WARNING_LIMIT
