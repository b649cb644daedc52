# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Nodes that lose trust, gain it, are replaced, or are lied about."""

import json
from collections.abc import Callable

import pytest

from localcluster.images import Pushed
from localcluster.world import BAD, EU, NEW, PROTECTED, US, World
from tests.e2e.break_glass import node_marks_writable

Name = Callable[[], str]
TRUSTED = "bondstone.node-restriction.kubernetes.io/trusted"
TAGS = "tags.bondstone.node-restriction.kubernetes.io"
pytestmark = pytest.mark.usefixtures("trust_restored")


def waits_because(world: World, pod: str, *texts: str) -> None:
    for text in texts:
        world.wait(lambda text=text: text in world.events_of(pod), what=f"{pod} waits: {text}")  # type: ignore[misc]
    assert world.node_of(pod) == ""


def test_without_a_trusted_node_a_pod_waits_with_a_reason_for_each(
    world: World, encrypted: Pushed, name: Name
) -> None:
    bound, waiting = name(), name()
    world.run_pod(bound, encrypted.reference)
    assert world.wait(lambda: world.node_of(bound), what="the pod is bound") == EU
    world.reports.distrust(EU, "PCR 0 does not match")
    world.wait(lambda: world.label_of(EU) == "false", what="the loss is noticed")
    world.run_pod(waiting, encrypted.reference)
    waits_because(
        world, waiting, f"{EU}: untrusted: PCR 0 does not match",
        f"{NEW}: never attested", f"{US}: asset tags differ: region is US, needed is EU",
    )  # fmt: skip
    assert world.node_of(bound) == EU
    world.reports.trust(EU, region="EU")
    assert world.wait(lambda: world.node_of(waiting), what="it is bound by itself") == EU


def test_the_next_pod_goes_to_another_trusted_node(
    world: World, encrypted: Pushed, name: Name
) -> None:
    world.reports.trust(US, region="EU")
    world.wait(lambda: _tag(world, US) == "EU", what="the new tag is seen")
    world.reports.distrust(EU, "PCR 0 does not match")
    world.wait(lambda: world.label_of(EU) == "false", what="the loss is noticed")
    pod = name()
    world.run_pod(pod, encrypted.reference)
    assert world.wait(lambda: world.node_of(pod), what="the pod is bound") == US


def test_a_forged_label_places_nothing_and_is_taken_off(
    world: World, encrypted: Pushed, name: Name
) -> None:
    world.reports.distrust(EU, "PCR 0 does not match")
    world.wait(lambda: world.label_of(EU) == "false", what="the loss is noticed")
    world.bondstone.processes["hub"].kill()
    pod = name()
    try:
        with node_marks_writable(world):
            forged = (f"{TRUSTED}=true", f"{TAGS}/region=EU", f"{TAGS}/tier=1")
            world.kubectl("label", "node", EU, *forged, "--overwrite")
        world.run_pod(pod, encrypted.reference)
        world.wait(
            lambda: "1 untrusted: PCR 0 does not match" in world.events_of(pod),
            what="the extender refuses the node in spite of its label",
        )
        assert world.node_of(pod) == ""
    finally:
        world.bondstone.launch("hub")
        world.bondstone.wait_ready("hub")
    world.wait(lambda: world.label_of(EU) == "false", what="the hub takes the label back")
    world.wait(lambda: "tier" not in _labels(world, EU), what="and the forged tag")


def test_a_node_created_again_is_unknown_until_it_is_attested_again(
    world: World, encrypted: Pushed, name: Name
) -> None:
    world.reports.fall_silent()
    world.cluster.nodes.delete(EU)
    world.wait(lambda: "NotFound" in world.kubectl("get", "node", EU), what="it is gone")
    pod = name()
    world.run_pod(pod, encrypted.reference)
    _next_second(world)
    world.cluster.nodes.add(EU)
    world.wait(lambda: world.label_of(EU) == "unknown", what="the new object is unknown")
    world.reports.speak_again()
    assert world.wait(lambda: world.node_of(pod), what="attested again, it takes the pod") == EU


def test_the_condition_says_what_is_known(world: World) -> None:
    def condition(node: str) -> dict[str, str]:
        conditions = json.loads(world.kubectl("get", "node", node, "-o=json"))["status"][
            "conditions"
        ]
        found: dict[str, str] = next(
            each for each in conditions if each["type"] == "bondstone.dev/Attested"
        )
        return found

    assert (condition(EU)["status"], condition(EU)["reason"]) == ("True", "Attested")
    assert (condition(BAD)["status"], condition(BAD)["reason"]) == ("False", "Untrusted")
    assert "PCR 7 does not match" in condition(BAD)["message"]
    assert (condition(NEW)["status"], condition(NEW)["reason"]) == ("Unknown", "NeverAttested")
    managers = world.kubectl("get", "node", EU, "-o=jsonpath={.metadata.managedFields[*].manager}")
    assert "bondstone-hub" in managers.split()


def _next_second(world: World) -> None:
    """Let a second pass: creation times have no fractions, and the last report is of this one."""
    world.kubectl("version", "--client")
    before = world.kubectl("create", "configmap", "tick", "--dry-run=server", "-o=json")
    stamp = json.loads(before)["metadata"]["creationTimestamp"]
    world.wait(
        lambda: (
            json.loads(world.kubectl("create", "configmap", "tick", "--dry-run=server", "-o=json"))[
                "metadata"
            ]["creationTimestamp"]
            != stamp
        ),
        what="the next second begins",
    )


def _labels(world: World, node: str) -> str:
    return world.kubectl("get", "node", node, "-o=jsonpath={.metadata.labels}")


def _tag(world: World, node: str) -> str:
    labels = json.loads(_labels(world, node))
    return str(labels.get(f"{TAGS}/region", ""))


def test_nothing_of_the_protected_namespace_runs_on_a_bad_node(world: World) -> None:
    nodes = world.kubectl("-n", PROTECTED, "get", "pods", "-o=jsonpath={..nodeName}").split()
    assert not {BAD, NEW} & set(nodes)
