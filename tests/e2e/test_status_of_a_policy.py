# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The status of a policy: whether it can be read, which pods it selects, and which violate it."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from localcluster.images import Pushed
from localcluster.world import EU, OTHER, PROTECTED, World
from tests.e2e.auditing import count_of, told, violating
from tests.e2e.conftest import GUARDED
from tests.e2e.test_policies import policy

Apply = Callable[[str], str]
Name = Callable[[], str]
ODD = f"'[1:2]/b@sha256:{'0' * 64}'"
"""Not an address: that is the parser's to see."""


def ready(world: World, name: str) -> dict[str, Any]:
    status = json.loads(world.kubectl("get", "tp", name, "-o=json")).get("status", {})
    conditions: list[dict[str, Any]] = status.get("conditions", [])
    return next((each for each in conditions if each["type"] == "Ready"), {})


def becomes(world: World, name: str, status: str) -> dict[str, Any]:
    def found() -> dict[str, Any]:
        condition = ready(world, name)
        return condition if condition.get("status") == status else {}

    return world.wait(found, what=f"policy {name} is Ready={status}")


def test_a_policy_in_force_says_so_once(world: World) -> None:
    condition = becomes(world, PROTECTED, "True")
    assert (condition["reason"], condition["observedGeneration"]) == ("Accepted", 1)
    managers = world.kubectl(
        "get", "tp", PROTECTED, "--show-managed-fields", "-o=jsonpath={.metadata.managedFields}"
    )
    (ours,) = [each for each in json.loads(managers) if each["manager"] == "bondstone-hub"]
    assert (ours["operation"], ours["subresource"]) == ("Apply", "status")


@pytest.mark.usefixtures("guarded")
def test_a_policy_that_only_the_schema_accepts_is_not_ready_and_says_which_field(
    world: World, policies: Apply, encrypted: Pushed, name: Name
) -> None:
    good = policy("turning")
    bad = policy(
        "turning", images=f"{{encryption: Required, keyProviders: [jwe], exempt: [{ODD}]}}"
    )
    policies(good)
    since = becomes(world, "turning", "True")["lastTransitionTime"]
    policies(bad)
    condition = becomes(world, "turning", "False")
    assert (condition["reason"], condition["observedGeneration"]) == ("Invalid", 2)
    assert "spec.images.exempt[0]" in condition["message"]
    assert condition["lastTransitionTime"] >= since
    said = told(world, "turning", "PolicyInvalid", namespace="default")
    assert "spec.images.exempt[0]" in said
    # It counts as strictest for what it selects, and for nothing else.
    refused = world.wait(
        lambda: (
            text
            if "admitted" in (text := world.run_pod(name(), encrypted.reference, namespace=GUARDED))
            else ""
        ),
        what="nothing is admitted that it selects",
    )
    assert 'TrustPolicy "turning" could not be evaluated' in refused
    assert "created" in world.run_pod(name(), encrypted.reference, namespace=OTHER)
    assert "created" in world.run_pod(name(), encrypted.reference)
    policies(good)
    assert becomes(world, "turning", "True")["reason"] == "Accepted"


def test_pods_older_than_the_policy_are_counted_and_reported(
    world: World, policies: Apply, plain: Pushed, name: Name
) -> None:
    world.kubectl("create", "namespace", "older")
    account = ("get", "serviceaccount", "default", "-o=name", "-n", "older")
    world.wait(lambda: "serviceaccount/" in world.kubectl(*account), what="its ServiceAccount")
    old = name()
    try:
        assert "created" in world.run_pod(old, plain.reference, namespace="older")
        policies(policy("older", "older", nodes="{trust: Required}"))
        said = told(world, old, "NotJudged", namespace="older")
        assert f'image "{plain.reference}" is bound to no digest' in said
        assert violating(world, "older", "image-not-judged") == 1
        world.wait(lambda: count_of(world, "older") == "1 1", what="the status counts it")
    finally:
        world.kubectl("delete", "namespace", "older", "--wait=false")


def test_a_judged_pod_violates_nothing_until_its_node_loses_trust(
    world: World, encrypted: Pushed, name: Name, trust_restored: None
) -> None:
    pod = name()
    assert "created" in world.run_pod(pod, encrypted.reference)
    world.wait(lambda: world.node_of(pod) == EU, what="the pod is bound")
    world.wait(lambda: count_of(world, PROTECTED) == "1 0", what="it is counted")
    world.reports.distrust(EU, "PCR 0 does not match")
    said = told(world, pod, "Violation", namespace=PROTECTED)
    assert f'it runs on node "{EU}": untrusted: PCR 0 does not match' in said
    world.wait(lambda: count_of(world, PROTECTED) == "1 1", what="it is counted")
