# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What /mutate makes of templates: what it makes of their pods, and nothing unasked."""

from copy import deepcopy
from typing import Any

import pytest

from tests.unit.trust.builders import IMAGE, policy
from tests.unit.webhook.builders import PINNED, World, pod
from tests.unit.webhook.workloads import BAD, mutate, resource, template_of, validate, workload
from trust.affinity import REQUIRED
from trust.names import TRUSTED_LABEL
from trust.template import TEMPLATE_KINDS
from trust.verdict import Outcome

TARGETS = sorted(TEMPLATE_KINDS)
MUTABLE = sorted(TEMPLATE_KINDS.keys() - {"jobs.batch"})
UNKNOWN = {"key": TRUSTED_LABEL, "operator": "In", "values": ["unknown"]}


@pytest.fixture
def world() -> World:
    return World()


def terms(document: dict[str, Any], target: str) -> list[Any]:
    affinity = template_of(document, target)["spec"]["affinity"]["nodeAffinity"]
    found: list[Any] = affinity[REQUIRED]["nodeSelectorTerms"]
    return found


@pytest.mark.parametrize("target", sorted(TEMPLATE_KINDS.keys() - {"daemonsets.apps"}))
def test_a_template_becomes_what_its_pods_would_become(world: World, target: str) -> None:
    final = mutate(world, pod(), target=target)
    assert template_of(final, target)["spec"] == world.mutate(pod())["spec"]
    assert template_of(final, target)["spec"]["containers"][0]["image"] == PINNED
    assert final["metadata"] == {"name": "api"}


def test_the_template_of_a_daemon_set_selects_unknown_nodes_too(world: World) -> None:
    target = "daemonsets.apps"
    final = mutate(world, pod(), target=target)
    ours, beside = terms(final, target)
    assert [ours] == terms({"spec": {"template": world.mutate(pod())}}, "deployments.apps")
    assert beside == {"matchExpressions": [UNKNOWN]}


@pytest.mark.parametrize("target", TARGETS)
def test_it_is_idempotent_and_admitted(world: World, target: str) -> None:
    own = {"key": "disk", "operator": "Exists"}
    selector = {"nodeSelectorTerms": [{"matchExpressions": [own]}, {}]}
    document = pod(affinity={"nodeAffinity": {REQUIRED: selector}})
    for before in (pod(), document):
        final = template_of(mutate(world, before, target=target), target)
        again = mutate(world, final, target=target)
        assert template_of(again, target) == final
        assert validate(world, final, target=target).verdict.outcome is Outcome.ALLOW


@pytest.mark.parametrize("target", MUTABLE)
def test_applied_once_more_it_is_what_it_was(world: World, target: str) -> None:
    final = template_of(mutate(world, pod(), target=target), target)
    assert template_of(mutate(world, pod(), old=final, target=target), target) == final


@pytest.mark.parametrize("target", TARGETS)
def test_an_update_of_something_else_changes_no_template(world: World, target: str) -> None:
    loose = pod()
    final = mutate(world, loose, old=loose, target=target, labels={"a": "b"})
    assert template_of(final, target) is loose
    assert world.images.asked == []


def test_a_restart_changes_nothing_that_is_judged(world: World) -> None:
    restarted = deepcopy(pod())
    restarted["metadata"]["annotations"] = {"kubectl.kubernetes.io/restartedAt": "now"}
    assert template_of(mutate(world, restarted, old=pod())) is restarted


def test_a_job_that_is_there_is_left_as_it_is(world: World) -> None:
    gated = pod(nodeSelector={"a": "b"})
    assert template_of(mutate(world, gated, old=pod(), target="jobs.batch")) is gated
    assert template_of(mutate(world, pod(), target="jobs.batch"))["spec"] != pod()["spec"]


@pytest.mark.parametrize("target", TARGETS)
def test_what_a_controller_made_is_left_as_it_is(world: World, target: str) -> None:
    owner = {"kind": "Deployment", "name": "api", "controller": True}
    loose = pod()
    final = mutate(world, loose, target=target, ownerReferences=[owner])
    assert template_of(final, target) is loose


def test_a_registry_that_is_away_refuses_nothing_and_takes_no_digest_off(world: World) -> None:
    final = template_of(mutate(world, pod()))
    world.images.evidence.clear()
    changed = pod(containers=[{**pod()["spec"]["containers"][0], "args": ["new"]}])
    kept = template_of(mutate(world, changed, old=final))
    assert kept["spec"]["containers"][0]["image"] == PINNED
    other = pod(f"{IMAGE}-other")
    placed = template_of(mutate(world, other, old=final))
    assert placed["spec"]["containers"][0]["image"] == f"{IMAGE}-other"
    assert placed["spec"]["affinity"] == final["spec"]["affinity"]


def test_what_cannot_be_evaluated_is_left_for_validate(world: World) -> None:
    loose = workload(pod(), TEMPLATE_KINDS["deployments.apps"])
    changes: dict[str, Any] = {"resource": resource("deployments.apps"), "namespace": "nowhere"}
    assert world.mutate(loose, **changes) is loose


@pytest.mark.parametrize("mode", ["Warn", "Audit"])
def test_only_enforced_policies_change_a_template(world: World, mode: str) -> None:
    world.policies.put("payments", policy(mode=mode))
    loose = pod()
    assert template_of(mutate(world, loose)) is loose


def test_a_bad_image_is_pinned_and_refused_by_validate(world: World) -> None:
    world.images.evidence[BAD] = world.images.evidence[IMAGE]
    assert "@sha256:" in template_of(mutate(world, pod(BAD)))["spec"]["containers"][0]["image"]
