# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The annotation of mirror pods: a fact when a kubelet writes it, a lie from anybody else."""

import json
from collections.abc import Callable

import pytest

from localcluster.images import Pushed
from localcluster.world import EU, OTHER, PROTECTED, World
from tests.e2e.conftest import Kubectl

MIRROR = {"kubernetes.io/config.mirror": "0"}
REFUSED = "Bondstone refuses the annotation kubernetes.io/config.mirror"


def pod(image: str, name: str, annotations: dict[str, str], **spec: object) -> str:
    metadata = {"name": name, "annotations": annotations}
    complete = {"containers": [{"name": "a", "image": image}], **spec}
    return json.dumps({"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": complete})


@pytest.fixture(params=["user", "administrator"])
def anybody(request: pytest.FixtureRequest, world: World, user: Callable[..., Kubectl]) -> Kubectl:
    """Return kubectl as somebody with every right to pods."""
    if request.param == "administrator":
        return world.kubectl
    return user("--verb=*", "--resource=pods,pods/binding,bindings")


def test_nobody_forges_a_mirror_pod(
    anybody: Kubectl, encrypted: Pushed, name: Callable[[], str]
) -> None:
    document = pod(encrypted.reference, name(), MIRROR, nodeName=EU)
    assert REFUSED in anybody("-n", PROTECTED, "create", "-f", "-", stdin=document)


@pytest.mark.parametrize("path", ["pods/{pod}/binding", "bindings"])
def test_nobody_makes_one_by_binding_it(
    world: World, anybody: Kubectl, encrypted: Pushed, name: Callable[[], str], path: str
) -> None:
    waiting = name()
    world.reports.distrust(EU, "PCR 0")
    try:
        world.wait(lambda: world.label_of(EU) == "false", what="no node takes the pod")
        world.run_pod(waiting, encrypted.reference)
        binding = {
            "apiVersion": "v1",
            "kind": "Binding",
            "metadata": {"name": waiting, "annotations": MIRROR},
            "target": {"kind": "Node", "name": EU},
        }
        url = f"/api/v1/namespaces/{PROTECTED}/{path.format(pod=waiting)}"
        said = anybody("create", "--raw", url, "-f", "-", stdin=json.dumps(binding))
        assert REFUSED in said
        assert world.node_of(waiting) == ""
    finally:
        world.reports.trust(EU, region="EU")
        world.wait(lambda: world.label_of(EU) == "true", what="the node is as before")


def test_nobody_puts_it_on_a_pod_that_is_there(
    world: World, encrypted: Pushed, name: Callable[[], str]
) -> None:
    created = name()
    world.run_pod(created, encrypted.reference)
    said = world.kubectl(
        "-n", PROTECTED, "annotate", "pod", created, "kubernetes.io/config.mirror=0"
    )
    assert "annotations[kubernetes.io/config.mirror]: Forbidden" in said


def test_namespaces_that_are_not_protected_are_none_of_our_business(
    world: World, encrypted: Pushed, name: Callable[[], str]
) -> None:
    document = pod(encrypted.reference, name(), MIRROR, nodeName=EU)
    assert "created" in world.kubectl("-n", OTHER, "create", "-f", "-", stdin=document)
