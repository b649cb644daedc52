# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Labels that bring a pod under a policy: only while nobody can be placing it, and judged as new.

A Binding under way was judged by the labels of before; a pod that is told to go may run for a year.
"""

import json
from collections.abc import Callable, Iterator

import pytest

from localcluster.images import Pushed
from localcluster.world import BAD, EU, World
from tests.e2e.binding import bind
from tests.e2e.conftest import GUARDED
from tests.e2e.labelled import LABELLED

Name = Callable[[], str]
Create = Callable[..., str]
PLACED = LABELLED.replace("trust: NotRequired", "trust: Required")
TRUSTED = {"bondstone.node-restriction.kubernetes.io/trusted": "true"}
HOST = "kubernetes.io/hostname"
GATES = [{"name": "example.com/wait"}]
LABEL = '{"metadata": {"labels": {"secret": "yes"}}}'
TAGS = '{"metadata": {"annotations": {"bondstone.dev/asset-tags": "region=EU"}}}'


@pytest.fixture
def create(
    world: World, guarded: str, policies: Callable[[str], str], encrypted: Pushed, name: Name
) -> Iterator[Create]:
    """Create pods that are all that the policy asks for, and that it does not select yet."""
    made: list[str] = []

    def make(image: str = f"{encrypted.reference}@{encrypted.digest}", **spec: object) -> str:
        made.append(name())
        labels = spec.pop("labels", {})
        container = {"name": "main", "image": image, "imagePullPolicy": "Always"}
        spec = {"schedulerName": "bondstone-scheduler", **spec, "containers": [container]}
        metadata = {"name": made[-1], "labels": labels}
        document = {"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": spec}
        said = world.kubectl("-n", guarded, "create", "-f", "-", stdin=json.dumps(document))
        return made[-1] if "created" in said else said

    policies(PLACED)
    world.wait(
        lambda: "refuses" in make(schedulerName="another", labels={"secret": "yes"}),
        what="the policy is in force",
    )
    yield make
    for pod in made:
        world.kubectl("-n", GUARDED, "delete", "pod", pod, "--force", "--grace-period=0")


def patch(world: World, pod: str, merged: str, *more: str) -> str:
    return world.kubectl("-n", GUARDED, "patch", "pod", pod, "--type=merge", f"-p={merged}", *more)


@pytest.mark.parametrize("merged", [LABEL, TAGS], ids=["label", "tags"])
@pytest.mark.parametrize("more", [(), ("--subresource=status",)], ids=["pod", "status"])
def test_a_pod_that_may_be_being_placed_is_not_brought_under_a_policy(
    world: World, create: Create, merged: str, more: tuple[str, ...]
) -> None:
    pod = create(nodeSelector={**TRUSTED, HOST: "nowhere"})
    said = patch(world, pod, merged, *more)
    assert "when it may be being placed; create the pod anew with these labels" in said
    assert "or set them while it has a scheduling gate" in said


def test_a_gated_pod_is_judged_as_new_and_filtered_after_the_gate(
    world: World, create: Create, plain: Pushed
) -> None:
    bare = create(plain.reference, schedulingGates=GATES, nodeSelector=TRUSTED)
    assert "layers 1, 2, 3 of 3 are not encrypted" in patch(world, bare, LABEL)
    good = create(schedulingGates=GATES, nodeSelector={**TRUSTED, HOST: EU})
    assert "patched" in patch(world, good, LABEL)
    assert "the pod has scheduling gates; take the gates off" in bind(world.kubectl, good, EU)
    assert "patched" in patch(world, good, '{"spec": {"schedulingGates": null}}')
    node = world.wait(lambda: world.node_of(good, namespace=GUARDED), what="the pod is bound")
    assert node == EU
    bad = create(schedulingGates=GATES, nodeSelector={**TRUSTED, HOST: BAD})
    opened = '{"metadata": {"labels": {"secret": "yes"}}, "spec": {"schedulingGates": null}}'
    assert "patched" in patch(world, bad, opened)
    world.wait(
        lambda: "FailedScheduling" in world.events_of(bad, namespace=GUARDED),
        what="the other one waits",
    )
    assert world.node_of(bad, namespace=GUARDED) == ""


@pytest.mark.parametrize("more", [(), ("--subresource=status",)], ids=["pod", "status"])
def test_a_pod_that_goes_is_not_brought_under_a_policy_and_goes(
    world: World, create: Create, plain: Pushed, more: tuple[str, ...]
) -> None:
    pod = create(plain.reference, nodeName=BAD, terminationGracePeriodSeconds=31_536_000)
    assert "patched" in patch(world, pod, '{"metadata": {"finalizers": ["example.com/x"]}}')
    world.kubectl("-n", GUARDED, "delete", "pod", pod, "--wait=false")
    told = ("-n", GUARDED, "get", "pod", pod, "-o=jsonpath={.metadata.deletionTimestamp}")
    assert world.kubectl(*told)
    for merged in (LABEL, TAGS):
        said = patch(world, pod, merged, *more)
        assert f'after it was placed on node "{BAD}"' in said
    assert "patched" in patch(world, pod, '{"metadata": {"finalizers": null}}')
