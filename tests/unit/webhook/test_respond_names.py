# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Who refuses, by name, in refusals and warnings."""

from dataclasses import replace
from typing import Any

import pytest

from tests.simulators.cluster import SimulatedObjects
from tests.unit.trust.builders import policy
from tests.unit.webhook.builders import PINNED, World, pod
from tests.unit.webhook.test_respond import DENIAL, DOUBT, answer
from trust.names import TAGS_ANNOTATION
from trust.policy import TrustPolicy
from trust.verdict import Verdict
from webhook.respond import WARNING_LIMIT, respond


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
