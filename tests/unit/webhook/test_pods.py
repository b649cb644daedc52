# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Requests about pods."""

from dataclasses import replace
from typing import Any

import pytest

from tests.unit.trust.builders import DIGEST, IMAGE, LAYER, evidence, policy
from tests.unit.webhook.builders import PINNED, World, pod
from trust.policy import Mode
from trust.verdict import Outcome

PLAIN = replace(LAYER, encrypted=False)


@pytest.fixture
def world() -> World:
    return World()


def test_what_mutate_leaves_validate_admits(world: World) -> None:
    final = world.mutate(pod())
    assert final["spec"]["containers"][0]["image"] == PINNED
    assert final["spec"]["schedulerName"] == "bondstone-scheduler"
    assert world.validate(final).verdict.outcome is Outcome.ALLOW


def test_only_validate_waits_for_warnings_which_it_tells(world: World) -> None:
    world.validate(world.mutate(pod()))
    assert world.images.warned == [False, True]


def test_a_second_mutation_changes_nothing(world: World) -> None:
    final = world.mutate(pod())
    assert world.mutate(final) is final


def test_the_patch_touches_nothing_else(world: World) -> None:
    document = pod(priority=5, nodeSelector={"disk": "ssd"}, volumes=[{"name": "v"}])
    final = world.mutate(document)
    for field in ("priority", "nodeSelector", "volumes"):
        assert final["spec"][field] == document["spec"][field]
    assert final["metadata"] == document["metadata"]


def test_a_scheduler_that_somebody_chose_is_left_for_validate(world: World) -> None:
    assert world.mutate(pod(schedulerName="other"))["spec"]["schedulerName"] == "other"
    default = world.mutate(pod(schedulerName="default-scheduler"))
    assert default["spec"]["schedulerName"] == "bondstone-scheduler"


def test_an_image_volume_is_pinned_too(world: World) -> None:
    volume = {"name": "models", "image": {"reference": IMAGE}}
    final = world.mutate(pod(volumes=[volume]))
    assert final["spec"]["volumes"][0]["image"]["reference"] == PINNED


def test_a_bad_image_is_pinned_and_refused_by_validate(world: World) -> None:
    for reference in (IMAGE, PINNED):
        world.images.evidence[reference] = evidence(PLAIN)
    final = world.mutate(pod())
    assert final["spec"]["containers"][0]["image"] == PINNED
    decision = world.validate(final)
    assert decision.verdict.outcome is Outcome.DENY
    assert decision.verdict.codes == ("layer-not-encrypted",)


def test_nothing_that_mutate_did_is_believed(world: World) -> None:
    codes = world.validate(pod()).verdict.codes
    assert codes == ("scheduler-foreign", "image-not-pinned", "placement-not-intact")


def test_a_registry_that_is_away_is_unknown_and_hides_nothing_else(world: World) -> None:
    world.images.evidence.clear()
    final = world.mutate(pod(nodeName="m1"))
    decision = world.validate(final)
    assert decision.verdict.codes == ("node-name-set", "image-unavailable")
    decision = world.validate(world.mutate(pod()))
    assert decision.verdict.codes == ("image-unavailable",)
    assert decision.verdict.outcome is Outcome.UNKNOWN
    texts = " ".join(finding.detail for finding in decision.verdict.findings)
    assert "registry registry.example cannot be reached" in texts


@pytest.mark.parametrize(
    ("changes", "document", "code"),
    [
        ({"namespace": "nowhere"}, pod(), "namespace-unknown"),
        ({}, {"metadata": {}, "spec": []}, "pod-unreadable"),
    ],
)
def test_what_cannot_be_evaluated_is_unknown(
    world: World, changes: dict[str, Any], document: dict[str, Any], code: str
) -> None:
    verdict = world.validate(document, **changes).verdict
    assert (verdict.outcome, verdict.codes) == (Outcome.UNKNOWN, (code,))


def test_before_policies_are_known_nothing_is_admitted(world: World) -> None:
    world.policies.synced = False
    assert world.validate(pod(), namespace="other").verdict.codes == ("policies-not-synced",)


def test_a_pod_of_no_policy_is_neither_changed_nor_asked_about(world: World) -> None:
    document = pod("nginx")
    assert world.mutate(document, namespace="other") is document
    assert world.validate(document, namespace="other").verdict.outcome is Outcome.ALLOW
    assert world.images.asked == []


@pytest.mark.parametrize("mode", [Mode.WARN, Mode.AUDIT])
def test_other_modes_admit_and_say_what_they_would_have_said(world: World, mode: Mode) -> None:
    world.policies.put("payments", policy(mode=mode.value))
    world.images.evidence[IMAGE] = evidence(PLAIN)
    document = pod()
    assert world.mutate(document) is document
    decision = world.validate(document)
    assert decision.verdict.outcome is Outcome.ALLOW
    assert decision.unenforced[mode].codes == ("layer-not-encrypted",)
    assert decision.policies == ("payments",)


def test_an_update_is_judged_by_what_it_brings_in(world: World) -> None:
    old = world.mutate(pod())
    new = world.mutate(
        {**old, "metadata": {"name": "p", "labels": {"a": "b"}}},
        operation="UPDATE",
        oldObject=old,
    )
    world.images.asked.clear()
    changes = {"operation": "UPDATE", "oldObject": old}
    assert world.validate(new, **changes).verdict.outcome is Outcome.ALLOW
    assert world.images.asked == []


def test_an_ephemeral_container_is_pinned_and_judged(world: World) -> None:
    old = world.mutate(pod())
    debug = {"name": "debug", "image": IMAGE}
    changed = {**old, "spec": {**old["spec"], "ephemeralContainers": [debug]}}
    changes: dict[str, Any] = {
        "operation": "UPDATE",
        "oldObject": old,
        "subResource": "ephemeralcontainers",
    }
    final = world.mutate(changed, **changes)
    assert final["spec"]["ephemeralContainers"][0]["image"] == PINNED
    assert world.validate(final, **changes).verdict.outcome is Outcome.ALLOW
    assert world.validate(changed, **changes).verdict.codes == (
        "image-not-pinned",
        "image-not-pulled-anew",
    )


def test_several_images_are_asked_about_once_each(world: World) -> None:
    extra = [{"name": f"init-{number}", "image": IMAGE} for number in range(3)]
    other = {"name": "other", "image": f"registry.example/shop/other@{DIGEST}"}
    world.validate(pod(initContainers=[*extra, other]))
    assert sorted(world.images.asked) == sorted([IMAGE, other["image"]])
