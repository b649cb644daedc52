# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A pod behind a scheduling gate is placed when it is created, and can only be narrowed later."""

import json
from collections.abc import Callable

import pytest

from localcluster.images import Pushed
from localcluster.world import BAD, EU, PROTECTED, World

Name = Callable[[], str]
TERMS = (
    "/spec/affinity/nodeAffinity/requiredDuringSchedulingIgnoredDuringExecution/nodeSelectorTerms"
)
FIRST = f"{TERMS}/0/matchExpressions/0"
ANYWHERE = {"key": "kubernetes.io/hostname", "operator": "Exists"}
AFFINITY = "-o=jsonpath={.spec.affinity}"


def gated(world: World, pod: str, image: str) -> str:
    spec = {
        "schedulingGates": [{"name": "example.com/wait"}],
        "containers": [{"name": "main", "image": image}],
    }
    document = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": pod}, "spec": spec}
    return world.kubectl("-n", PROTECTED, "create", "-f", "-", stdin=json.dumps(document))


def patch(world: World, pod: str, *operations: dict[str, object]) -> str:
    text = json.dumps(operations)
    return world.kubectl("-n", PROTECTED, "patch", "pod", pod, "--type=json", f"-p={text}")


def affinity(world: World, pod: str) -> str:
    return world.kubectl("-n", PROTECTED, "get", "pod", pod, AFFINITY)


@pytest.mark.parametrize(
    "operation",
    [
        {"op": "remove", "path": "/spec/affinity"},
        {"op": "remove", "path": FIRST},
        {"op": "add", "path": f"{TERMS}/-", "value": {"matchExpressions": [ANYWHERE]}},
        {"op": "replace", "path": f"{FIRST}/values", "value": ["true", "false"]},
        {"op": "replace", "path": "/spec/schedulerName", "value": "default-scheduler"},
    ],
    ids=["affinity-removed", "expression-removed", "term-added", "value-added", "scheduler"],
)  # fmt: skip
def test_what_it_needs_cannot_be_taken_back(
    world: World, encrypted: Pushed, name: Name, operation: dict[str, object]
) -> None:
    pod = name()
    assert "created" in gated(world, pod, encrypted.reference)
    before = affinity(world, pod)
    assert '"true"' in before
    said = patch(world, pod, operation)
    assert "denied the request" in said or "is invalid" in said
    assert affinity(world, pod) == before


def test_it_may_be_narrowed_and_is_filtered_after_the_gate(
    world: World, encrypted: Pushed, name: Name
) -> None:
    good, bad = name(), name()
    for pod, node in ((good, EU), (bad, BAD)):
        assert "created" in gated(world, pod, encrypted.reference)
        selector = {"kubernetes.io/hostname": node}
        narrowed = patch(world, pod, {"op": "add", "path": "/spec/nodeSelector", "value": selector})
        assert "patched" in narrowed
        assert world.node_of(pod) == ""
        opened = patch(world, pod, {"op": "remove", "path": "/spec/schedulingGates"})
        assert "patched" in opened
    assert world.wait(lambda: world.node_of(good), what="the pod is bound") == EU
    world.wait(lambda: "FailedScheduling" in world.events_of(bad), what="the other one waits")
    assert world.node_of(bad) == ""
