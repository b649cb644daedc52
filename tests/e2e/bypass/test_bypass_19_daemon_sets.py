# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A DaemonSet's controller replaces the required affinity of its pods by the name of one node."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from localcluster.images import Pushed
from localcluster.world import BAD, EU, NEW, PROTECTED, World
from tests.e2e.templates.controllers import manifest, pod_spec

GUARD = "The affinity is put into the template, by which nodes are chosen, and again into each pod."

REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution"
pytestmark = pytest.mark.usefixtures("trust_restored")


def pods_of(world: World, name: str) -> list[dict[str, Any]]:
    """Return the pods that are not on their way out."""
    listed = world.kubectl("-n", PROTECTED, "get", "pods", f"-l=app={name}", "-o=json")
    pods: list[dict[str, Any]] = json.loads(listed)["items"]
    return [pod for pod in pods if "deletionTimestamp" not in pod["metadata"]]


def nodes_of(world: World, name: str) -> dict[str, str]:
    """Return for which node each pod is made, and where it is bound."""
    found = {}
    for pod in pods_of(world, name):
        terms = pod["spec"]["affinity"]["nodeAffinity"][REQUIRED]["nodeSelectorTerms"]
        (field,) = terms[0]["matchFields"]
        found[field["values"][0]] = pod["spec"].get("nodeName", "")
    return found


def test_its_pods_are_made_where_they_may_run_and_stay_while_nothing_is_known(
    world: World, apply: Callable[..., str], encrypted: Pushed, name: Callable[[], str]
) -> None:
    named = name()
    tolerations = [{"operator": "Exists"}]
    document = manifest("DaemonSet", named, encrypted.reference, tolerations=tolerations)
    assert "created" in apply(document)
    # Of the never attested node nothing is known: its pod is made, and waits.
    world.wait(lambda: nodes_of(world, named) == {EU: EU, NEW: ""}, what="its pods are there")
    for pod in pods_of(world, named):
        terms = pod["spec"]["affinity"]["nodeAffinity"][REQUIRED]["nodeSelectorTerms"]
        assert all('"true"' in json.dumps(term["matchExpressions"]) for term in terms)
    uid = {pod["metadata"]["uid"] for pod in pods_of(world, named) if pod["spec"].get("nodeName")}
    world.reports.fall_silent()
    world.wait(lambda: world.label_of(EU) == "unknown", what="the bound is exceeded")
    world.wait(lambda: BAD in nodes_of(world, named), what="the controller has seen all labels")
    assert uid <= {pod["metadata"]["uid"] for pod in pods_of(world, named)}
    assert {node: bound for node, bound in nodes_of(world, named).items() if bound} == {EU: EU}
    world.reports.speak_again()
    world.wait(lambda: world.label_of(EU) == "true", what="the source is heard again")
    # The controller looks at pods that wait only when it looks at their DaemonSet anyway.
    world.kubectl("-n", PROTECTED, "annotate", "daemonset", named, "look=again")
    world.wait(lambda: nodes_of(world, named) == {EU: EU, NEW: ""}, what="all is as before")


def test_affinity_that_was_written_by_hand_opens_no_node(
    world: World, apply: Callable[..., str], encrypted: Pushed, name: Callable[[], str]
) -> None:
    named = name()
    field = {"key": "metadata.name", "operator": "In", "values": [BAD]}
    terms = {"nodeSelectorTerms": [{"matchFields": [field]}]}
    affinity = {"nodeAffinity": {REQUIRED: terms}}
    document = manifest("DaemonSet", named, encrypted.reference, affinity=affinity)
    assert "created" in apply(document)
    stored = world.kubectl("-n", PROTECTED, "get", "daemonset", named, "-o=json")
    assert '"true"' in json.dumps(pod_spec(json.loads(stored))["affinity"])
    status = ("get", "daemonset", named, "-o=jsonpath={.status.observedGeneration}")
    world.wait(lambda: world.kubectl("-n", PROTECTED, *status) == "1", what="it is controlled")
    assert nodes_of(world, named) == {}
