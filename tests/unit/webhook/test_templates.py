# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Requests about objects that make pods."""

from typing import Any

import pytest

from tests.unit.trust.builders import policy
from tests.unit.webhook.builders import PINNED, World, pod
from tests.unit.webhook.workloads import BAD, resource, validate, workload, world_with_a_plain_image
from trust.policy import Mode
from trust.template import TEMPLATE_KINDS
from trust.verdict import Outcome
from webhook.decision import Decision
from webhook.respond import respond

TARGETS = sorted(TEMPLATE_KINDS)
DEPLOYMENT = TEMPLATE_KINDS["deployments.apps"]
ALLOW, DENY = Outcome.ALLOW, Outcome.DENY


@pytest.fixture
def world() -> World:
    return world_with_a_plain_image()


@pytest.mark.parametrize("target", TARGETS)
def test_a_bad_template_is_refused_with_the_text_of_its_pods(world: World, target: str) -> None:
    early = validate(world, pod(BAD), target=target)
    late = world.validate(world.mutate(pod(BAD)))
    assert early.verdict == late.verdict
    assert early.verdict.codes == ("layer-not-encrypted",)
    said = respond("u-1", early)["response"]["status"]["message"]
    name = TEMPLATE_KINDS[target].name
    assert said.startswith(f'TrustPolicy "payments" refuses this {name}: image "{BAD}@sha256:')


@pytest.mark.parametrize("target", TARGETS)
def test_what_mutate_will_put_right_in_the_pods_is_not_held_against_it(
    world: World, target: str
) -> None:
    decision = validate(world, pod(), target=target)
    assert decision == Decision(
        policies=("payments",), subject=TEMPLATE_KINDS[target].name, pod="api"
    )
    assert validate(world, pod(schedulerName="default-scheduler")).verdict.outcome is ALLOW


@pytest.mark.parametrize(
    ("spec", "code"),
    [
        ({"nodeName": "m1"}, "node-name-set"),
        ({"schedulerName": "other"}, "scheduler-foreign"),
        (
            {"nodeSelector": {"tags.bondstone.node-restriction.kubernetes.io/region": "US"}},
            "placement-contradiction",
        ),
    ],
)
def test_what_mutate_will_not_put_right_is_refused(
    world: World, spec: dict[str, Any], code: str
) -> None:
    assert validate(world, pod(**spec)).verdict.codes == (code,)
    assert validate(world, pod(**spec), old=pod()).verdict.codes == (code,)
    assert validate(world, pod(**spec), old=pod(**spec)).verdict.outcome is ALLOW


def test_a_policy_that_selects_pods_looks_at_the_labels_of_the_template(world: World) -> None:
    namespaces = {"namespaceSelector": {"matchLabels": {"team": "payments"}}}
    pods = {"podSelector": {"matchLabels": {"app": "api"}}}
    world.policies.put("payments", policy(match={**namespaces, **pods}))
    labelled = {**pod(BAD), "metadata": {"labels": {"app": "api"}}}
    assert validate(world, labelled).verdict.outcome is DENY
    assert validate(world, pod(BAD), labels={"app": "api"}).verdict.outcome is ALLOW
    assert validate(world, labelled, old=pod(BAD)).verdict.outcome is DENY
    # Its next pods are what they are from their first moment: nothing is taken out of protection.
    assert validate(world, pod(BAD), old=labelled).verdict.outcome is ALLOW


def test_what_is_not_known_is_a_warning_and_no_refusal(world: World) -> None:
    away = "registry.example/shop/away:1"
    response = respond("u-1", validate(world, pod(away)))["response"]
    assert response["allowed"] is True
    (warning,) = response["warnings"]
    assert warning.startswith(
        'Deployment api: TrustPolicy "payments" refuses its pods as long as this holds: '
    )
    assert "registry registry.example cannot be reached" in warning
    assert response["auditAnnotations"] == {
        "verdict": "allow",
        "policies": "payments",
        "doubts": "image-unavailable",
    }
    beside = pod(containers=[{"name": "a", "image": away}, {"name": "b", "image": BAD}])
    assert validate(world, beside).verdict.codes == ("layer-not-encrypted", "image-unavailable")


@pytest.mark.parametrize(
    ("template", "namespace", "code"),
    [
        (pod(), "nowhere", "namespace-unknown"),
        ({"spec": []}, "payments", "template-unreadable"),
        ({"spec": {"containers": 1}}, "payments", "pod-unreadable"),
    ],
)
def test_what_cannot_be_evaluated_is_a_warning(
    world: World, template: dict[str, Any], namespace: str, code: str
) -> None:
    document = workload(template, DEPLOYMENT)
    decision = world.validate(document, resource=resource("deployments.apps"), namespace=namespace)
    assert (decision.verdict.outcome, decision.doubts.codes) == (ALLOW, (code,))


@pytest.mark.parametrize("mode", [Mode.WARN, Mode.AUDIT])
def test_other_modes_say_what_they_would_have_said(world: World, mode: Mode) -> None:
    world.policies.put("payments", policy(mode=mode.value))
    decision = validate(world, pod(BAD))
    assert decision.verdict.outcome is ALLOW
    assert decision.unenforced[mode].codes == ("layer-not-encrypted",)


def test_of_no_policy_nothing_is_asked(world: World) -> None:
    document = workload(pod(BAD), DEPLOYMENT)
    decision = world.validate(document, resource=resource("deployments.apps"), namespace="other")
    assert decision == Decision(subject="Deployment", pod="api")
    assert world.images.asked == []


def test_a_pinned_template_is_as_good(world: World) -> None:
    assert validate(world, pod(PINNED)).verdict.outcome is ALLOW
