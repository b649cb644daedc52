# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Updates of objects that make pods: what is judged of them, and what is never refused."""

from copy import deepcopy

import pytest

from tests.unit.trust.builders import IMAGE
from tests.unit.webhook.builders import World, pod
from tests.unit.webhook.workloads import BAD, resource, validate, workload, world_with_a_plain_image
from trust.template import TEMPLATE_KINDS
from trust.verdict import Outcome
from webhook.decision import Decision

TARGETS = sorted(TEMPLATE_KINDS)
ALLOW, DENY = Outcome.ALLOW, Outcome.DENY


@pytest.fixture
def world() -> World:
    return world_with_a_plain_image()


@pytest.mark.parametrize("target", TARGETS)
def test_an_update_that_touches_nothing_we_judge_is_never_refused(
    world: World, target: str
) -> None:
    bad = pod(BAD, schedulerName="other")
    restarted = deepcopy(bad)
    restarted["metadata"]["annotations"] = {"kubectl.kubernetes.io/restartedAt": "now"}
    restarted["spec"]["containers"][0]["env"] = [{"name": "A", "value": "b"}]
    for update in (bad, restarted):
        decision = validate(world, update, old=bad, target=target, labels={"a": "b"})
        assert (decision.verdict.outcome, decision.doubts.codes) == (ALLOW, ())
    assert world.images.asked == []


def test_the_same_template_needs_no_neighbour_at_all(world: World) -> None:
    world.policies.synced = False
    assert validate(world, pod(BAD), old=pod(BAD)) == Decision(subject="Deployment", pod="api")


def test_an_update_that_touches_one_image_is_told_of_all(world: World) -> None:
    both = [{"name": "a", "image": BAD}, {"name": "b", "image": "registry.example/shop/bad:0"}]
    mended = [{"name": "a", "image": BAD}, {"name": "b", "image": IMAGE}]
    decision = validate(world, pod(containers=mended), old=pod(containers=both))
    assert decision.verdict.codes == ("layer-not-encrypted",)


def test_an_object_that_goes_is_never_held_up(world: World) -> None:
    gone = {"deletionTimestamp": "2026-01-01T12:00:00Z"}
    decision = validate(world, pod(BAD), old=pod(), **gone)
    assert (decision.verdict.outcome, decision.doubts.codes) == (ALLOW, ())


def test_without_a_template_there_is_nothing_to_judge(world: World) -> None:
    target = "replicationcontrollers"
    assert validate(world, None, target=target).verdict.outcome is ALLOW
    assert validate(world, None, old=pod(BAD), target=target).verdict.outcome is ALLOW
    kind = TEMPLATE_KINDS[target]
    before = {"operation": "UPDATE", "oldObject": workload(None, kind)}
    added = world.validate(workload(pod(BAD), kind), resource=resource(target), **before)
    assert added.verdict.outcome is DENY
