# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Decisions as the API server reads them."""

import json
from base64 import b64decode
from dataclasses import replace
from typing import Any

import pytest

from tests.simulators.cluster import SimulatedObjects
from tests.unit.trust.builders import policy
from tests.unit.webhook.builders import PINNED, World, pod
from trust.names import TAGS_ANNOTATION
from trust.policy import Mode, TrustPolicy
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


def said(document: dict[str, Any], *policies: TrustPolicy, resource: str = "pods") -> str:
    world = World(policies=SimulatedObjects({each.name: each for each in policies}))
    group, _, kind = resource.rpartition("/")
    asked = {"resource": {"group": group, "version": "v1", "resource": kind}}
    status = respond("u", world.validate(document, **asked))["response"]["status"]
    return status["message"].partition(": ")[0]


@pytest.mark.parametrize("mode", ["Warn", "Audit"])
def test_the_text_names_who_refuses_and_the_audit_all_that_apply(mode: str) -> None:
    watching = replace(policy(mode=mode), name="aaa-watch-all")
    foreign = pod(PINNED, schedulerName="another")
    assert said(foreign, watching, policy()) == 'TrustPolicy "payments" refuses this pod'
    world = World(policies=SimulatedObjects({"p": policy(), "w": watching}))
    response = respond("u", world.validate(foreign))["response"]
    assert response["auditAnnotations"]["policies"] == "aaa-watch-all,payments"
    tagged = {"name": "p", "annotations": {TAGS_ANNOTATION: "region=EU"}}
    asked = "Bondstone refuses this pod for what the annotation bondstone.dev/asset-tags asks"
    assert said({**foreign, "metadata": tagged}, watching) == asked


def test_the_text_of_a_template_names_who_refuses_too() -> None:
    watching = replace(policy(mode="Warn"), name="aaa-watch-all")
    deployment = {
        "metadata": {"name": "d"},
        "spec": {"template": {"metadata": {}, "spec": pod(PINNED, schedulerName="x")["spec"]}},
    }
    told = said(deployment, watching, policy(), resource="apps/deployments")
    assert told == 'TrustPolicy "payments" refuses this Deployment'
    tagged = {"annotations": {TAGS_ANNOTATION: "region=EU"}}
    deployment["spec"]["template"]["metadata"] = tagged  # type: ignore[index]
    told = said(deployment, watching, resource="apps/deployments")
    assert told.startswith("Bondstone refuses this Deployment for what the annotation")


def doubtful(*names: str) -> str:
    response = answer(subject="Deployment", doubts=Verdict((DOUBT,)), refused_by=names)
    (warning,) = response["warnings"]
    assert len(warning) <= WARNING_LIMIT
    return str(warning)


def test_a_warning_about_a_template_names_its_kind_and_who_would_refuse() -> None:
    held = f"as long as this holds: {DOUBT.text}"
    assert doubtful() == f"Deployment p: its pods are refused {held}"
    assert doubtful("a") == f'Deployment p: TrustPolicy "a" refuses its pods {held}'
    assert doubtful("a", "b", "c").startswith('Deployment p: TrustPolicy "a" and 2 more refuse its')
    long = doubtful("n" * 253)
    assert f'"{"n" * 62}…" refuses' in long
    assert "it is away" in long


def test_a_refusal_without_room_says_where_the_rest_is() -> None:
    many = Verdict(tuple(replace(DENIAL, detail=f"{number}" * 400) for number in range(9)))
    told = answer(verdict=many)["status"]["message"]
    assert told.endswith("more: bondstone check -v shows all)")
    bound = answer(verdict=many, subject="binding", in_full="")["status"]["message"]
    assert bound.endswith(" more)")
