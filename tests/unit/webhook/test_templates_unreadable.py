# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Templates whose pods could not be read: told of, and never refused for it."""

from typing import Any

import pytest

from tests.unit.trust.builders import policy
from tests.unit.webhook.builders import World, pod
from tests.unit.webhook.test_mutate import affinity
from tests.unit.webhook.workloads import mutate, template_of, validate, world_with_a_plain_image
from trust.policy import Mode
from trust.verdict import Outcome

DISK = {"key": "disk", "operator": "Exists"}
CROWDED = pod(containers=[{"name": f"c{number}", "image": "x"} for number in range(2000)])


@pytest.fixture
def world() -> World:
    return world_with_a_plain_image()


def test_a_crowded_template_is_warned_of(world: World) -> None:
    labelled = {**CROWDED, "metadata": {"name": "p", "labels": {"a": "b"}}}
    for old in (None, CROWDED):
        decision = validate(world, labelled, old=old)
        assert decision.verdict.outcome is Outcome.ALLOW
        assert decision.doubts.codes == ("pod-unreadable",)


@pytest.mark.parametrize("mode", [Mode.WARN, Mode.AUDIT])
def test_policies_that_only_watch_say_what_they_would_have_said(world: World, mode: Mode) -> None:
    world.policies.put("payments", policy(mode=mode.value))
    decision = validate(world, CROWDED)
    assert (decision.verdict.outcome, decision.doubts.codes) == (Outcome.ALLOW, ())
    assert decision.unenforced[mode].codes == ("pod-unreadable",)


def restarted(template: dict[str, Any]) -> dict[str, Any]:
    annotations = {"kubectl.kubernetes.io/restartedAt": "now"}
    return {**template, "metadata": {"name": "p", "annotations": annotations}}


@pytest.mark.parametrize(
    "spec",
    [
        {"affinity": affinity(*[{"matchExpressions": [DISK]}] * 201)},
        {"nodeSelector": {f"k{number}": "v" for number in range(201)}},
    ],
    ids=["terms", "selector"],
)
def test_one_that_was_there_before_its_policy_is_restarted(
    world: World, spec: dict[str, Any]
) -> None:
    old = pod(**spec)
    new = restarted(old)
    assert template_of(mutate(world, new, old=old)) is new
    decision = validate(world, new, old=old)
    assert decision.verdict.outcome is Outcome.ALLOW
    assert decision.doubts.codes == ("pod-unreadable",)


def test_one_with_as_many_expressions_as_are_read_is_changed_and_restarted(world: World) -> None:
    first = pod(affinity=affinity({"matchExpressions": [DISK] * 100}))
    made = template_of(mutate(world, first))
    assert made != first
    new = restarted(made)
    assert template_of(mutate(world, new, old=made)) is new
    decision = validate(world, new, old=made)
    assert (decision.verdict.outcome, decision.doubts.codes) == (Outcome.ALLOW, ())


def test_what_would_be_too_much_with_our_additions_is_told_and_left_alone(world: World) -> None:
    tags = {f"t{number}": [f"v{each}" for each in range(64)] for number in range(8)}
    world.policies.put("payments", policy(nodes={"trust": "Required", "assetTags": tags}))
    template = pod(affinity=affinity(*[{"matchExpressions": [DISK]}] * 200))
    assert template_of(mutate(world, template)) is template
    decision = validate(world, template)
    assert (decision.verdict.outcome, decision.doubts.codes) == (
        Outcome.ALLOW,
        ("pod-unreadable",),
    )
