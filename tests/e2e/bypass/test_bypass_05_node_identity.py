# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Somebody with the certificate of a node creates pods in its name, past the scheduler."""

import json
from functools import partial
from typing import Any

import pytest

from localcluster.images import Pushed
from localcluster.world import BAD, EU, PROTECTED, World
from tests.e2e.conftest import Kubectl

GUARD = (
    "Nodes are not exempt: they create mirror pods of their own alone (NodeRestriction), and in a "
    "protected namespace these are refused as any pod that names its node. A static pod runs all "
    "the same, but no Service sends it traffic; the refusal is logged with the node's name."
)


@pytest.fixture
def node(world: World) -> Kubectl:
    return partial(world.kubectl, f"--kubeconfig={world.cluster.node_kubeconfig(BAD)}")


def pod(world: World, image: str, *, on: str, mirror: bool = True) -> str:
    uid = world.kubectl("get", "node", on, "-o=jsonpath={.metadata.uid}")
    owner = {"apiVersion": "v1", "kind": "Node", "name": on, "uid": uid, "controller": True}
    metadata: dict[str, Any] = {"name": "static", "ownerReferences": [owner]}
    if mirror:
        metadata["annotations"] = {"kubernetes.io/config.mirror": "0"}
    spec = {"nodeName": on, "containers": [{"name": "a", "image": image}]}
    return json.dumps({"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": spec})


def test_a_node_creates_nothing_but_mirror_pods_of_its_own(
    world: World, node: Kubectl, encrypted: Pushed
) -> None:
    create = partial(node, "-n", PROTECTED, "create", "-f", "-")
    said = create(stdin=pod(world, encrypted.reference, on=BAD, mirror=False))
    assert f'node "{BAD}" can only create mirror pods' in said
    said = create(stdin=pod(world, encrypted.reference, on=EU))
    assert f'node "{BAD}" can only create pods with spec.nodeName set to itself' in said


def test_a_mirror_pod_is_judged_as_any_pod(
    world: World, node: Kubectl, encrypted: Pushed, plain: Pushed
) -> None:
    create = partial(node, "-n", PROTECTED, "create", "-f", "-")
    said = create(stdin=pod(world, plain.reference, on=BAD))
    assert "layers 1, 2, 3 of 3 are not encrypted" in said
    said = create(stdin=pod(world, encrypted.reference, on=BAD))
    assert f'spec.nodeName is "{BAD}"' in said
    log = (world.cluster.folder / "logs" / "webhook.log").read_text()
    refused = [json.loads(line) for line in log.splitlines() if f'"system:node:{BAD}"' in line]
    assert refused[-1]["codes"] == ["node-name-set"]
