# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Requests about Bindings: for each pod and node what is answered, and in which words."""

from dataclasses import replace
from typing import Any

import pytest

from tests.unit.trust.builders import NODE, NOON, REPORT, policy, snapshot
from tests.unit.webhook.builders import World, request
from trust.names import TAGS_ANNOTATION
from trust.pod import Pod
from trust.verdict import Outcome
from webhook.decision import Decision
from webhook.respond import respond

POD = Pod(namespace="payments", name="p", uid="u-1")
BOTH = [("pods", "binding"), ("bindings", "")]


@pytest.fixture
def world() -> World:
    """Return a world with a pod in each namespace."""
    world = World()
    world.pods.objects["p"] = POD
    return world


def bind(
    world: World,
    node: str = "m1",
    *,
    uid: str = "u-1",
    namespace: str = "payments",
    resource: tuple[str, str] = ("pods", "binding"),
    **metadata: object,
) -> Decision:
    document: dict[str, Any] = {
        "metadata": {"name": "p", "uid": uid, **metadata},
        "target": {"kind": "Node", "name": node},
    }
    asked = request(
        document,
        resource={"group": "", "resource": resource[0]},
        subResource=resource[1],
        namespace=namespace,
    )
    return world.admission.validate(asked, deadline=1e9)


def message(decision: Decision) -> str:
    return respond("u", decision)["response"]["status"]["message"]


@pytest.mark.parametrize("resource", BOTH)
def test_a_good_node_is_bound_by_whomever(world: World, resource: tuple[str, str]) -> None:
    decision = bind(world, resource=resource)
    assert (decision.verdict.outcome, decision.policies) == (Outcome.ALLOW, ("payments",))


@pytest.mark.parametrize("resource", BOTH)
def test_a_node_that_lost_trust_is_refused_with_its_reason(
    world: World, resource: tuple[str, str]
) -> None:
    world.snapshots.current = snapshot(replace(REPORT, trusted=False, failures=("PCR 7",)))
    decision = bind(world, resource=resource)
    assert decision.verdict.codes == ("untrusted",)
    assert message(decision) == (
        'TrustPolicy "payments" refuses this binding: node "m1": untrusted: PCR 7; '
        "repair the node and attest it again"
    )


@pytest.mark.parametrize(
    ("node", "code"), [("m2", "node-unknown"), ("m3", "never-attested"), ("m1", "source-silent")]
)
def test_what_is_not_known_is_unknown_and_refused(world: World, node: str, code: str) -> None:
    world.nodes.put("m3", replace(NODE, name="m3"))
    if code == "source-silent":
        world.snapshots.current = snapshot(REPORT, fetched_at=None)
    verdict = bind(world, node).verdict
    assert verdict.outcome is Outcome.UNKNOWN
    if code != "source-silent":
        assert verdict.codes == (code,)
    world.nodes.synced = False
    assert bind(world).verdict.codes == ("node-unknown",)


def test_tags_and_age_count(world: World) -> None:
    world.snapshots.current = snapshot(replace(REPORT, asset_tags={"region": "US"}))
    assert bind(world).verdict.outcome is Outcome.DENY
    old = replace(REPORT, attested_at=NOON.replace(hour=11, minute=30))
    world.snapshots.current = snapshot(old)
    assert bind(world).verdict.outcome is Outcome.UNKNOWN


def test_a_binding_without_uid_is_refused_where_a_policy_watches(world: World) -> None:
    assert bind(world, uid="").verdict.codes == ("binding-without-uid",)
    assert bind(world, uid="", namespace="other").verdict.outcome is Outcome.ALLOW
    world.policies.put("payments", policy(mode="Warn"))
    assert bind(world, uid="").verdict.outcome is Outcome.ALLOW


def test_a_pod_that_was_replaced_or_is_gone_is_not_bound(world: World) -> None:
    assert bind(world, uid="u-0").verdict.codes == ("binding-of-another-pod",)
    world.pods.objects.clear()
    decision = bind(world)
    assert (decision.verdict.outcome, decision.verdict.codes) == (
        Outcome.UNKNOWN,
        ("binding-unknown",),
    )
    assert "could not be evaluated, so the binding is not admitted" in message(decision)


def test_a_pod_with_gates_may_change_still_and_is_not_bound(world: World) -> None:
    world.pods.objects["p"] = replace(POD, gated=True)
    assert bind(world).verdict.codes == ("binding-of-gated-pod",)
    assert bind(world, namespace="other").verdict.codes == ("binding-of-gated-pod",)


def test_the_pod_is_judged_as_it_will_be(world: World) -> None:
    """Labels of the Binding would take the pod out of a policy, or bring it under one."""
    everywhere = {"matchLabels": {"team": "payments"}}
    pods = {"matchExpressions": [{"key": "public", "operator": "DoesNotExist"}]}
    world.policies.put(
        "payments", policy(match={"namespaceSelector": everywhere, "podSelector": pods})
    )
    assert bind(world, labels={"public": "yes"}).verdict.codes == ("binding-changes-need",)
    assert bind(world, labels={"note": "x"}).verdict.outcome is Outcome.ALLOW
    world.pods.objects["p"] = replace(POD, labels={"public": "yes"})
    assert bind(world).verdict.outcome is Outcome.ALLOW
    assert bind(world, annotations={TAGS_ANNOTATION: "region=EU"}).verdict.codes == (
        "binding-changes-need",
    )


def test_what_a_pod_asks_for_itself_counts_without_a_policy(world: World) -> None:
    world.pods.objects["p"] = replace(POD, annotations={TAGS_ANNOTATION: "region=US"})
    decision = bind(world, namespace="other")
    assert decision.verdict.outcome is Outcome.DENY


def test_nothing_is_bound_before_policies_are_known_or_without_the_namespace(world: World) -> None:
    assert bind(world, namespace="gone").verdict.codes == ("binding-unknown",)
    world.policies.synced = False
    assert bind(world).verdict.codes == ("policies-not-synced",)


def test_a_binding_that_cannot_be_read_is_refused(world: World) -> None:
    assert bind(world, labels={"a": 1}).verdict.codes == ("binding-unreadable",)


def test_bindings_are_not_changed(world: World) -> None:
    asked = request({}, resource={"group": "", "resource": "bindings"})
    assert world.admission.mutate(asked, deadline=1e9).verdict.codes == ("resource-not-ours",)
