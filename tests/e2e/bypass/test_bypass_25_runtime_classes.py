# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A RuntimeClass brings a node selector and tolerations into the pod, which nobody sees in it."""

import json
from collections.abc import Iterator

import pytest

from localcluster.world import BAD, EU, World
from tests.e2e.bypass.conftest import Create

GUARD = "It joins the pod before the webhooks, which judge the whole; a contradiction is refused."

TRUSTED = "bondstone.node-restriction.kubernetes.io/trusted"
REGION = "tags.bondstone.node-restriction.kubernetes.io/region"
CLASSES: dict[str, dict[str, object]] = {
    "untrusted": {"nodeSelector": {TRUSTED: "false"}},
    "elsewhere": {"nodeSelector": {REGION: "US"}},
    "tolerant": {"tolerations": [{"operator": "Exists"}]},
    "bad-node": {"nodeSelector": {"kubernetes.io/hostname": BAD}},
}


@pytest.fixture(autouse=True)
def _classes(world: World) -> Iterator[None]:
    """Install the classes."""
    for name, scheduling in CLASSES.items():
        document = {
            "apiVersion": "node.k8s.io/v1",
            "kind": "RuntimeClass",
            "metadata": {"name": name},
            "handler": "runc",
            "scheduling": scheduling,
        }
        world.kubectl("create", "-f", "-", stdin=json.dumps(document))
    yield
    world.kubectl("delete", "runtimeclass", *CLASSES)


@pytest.mark.parametrize("chosen", ["untrusted", "elsewhere"])
def test_a_class_that_contradicts_the_policy_is_refused_by_name(
    create: Create, chosen: str
) -> None:
    said = create(runtimeClassName=chosen)
    assert 'TrustPolicy "payments" refuses this pod: its own node selector or affinity' in said
    assert f'or take another RuntimeClass than "{chosen}", whose scheduling.nodeSelector' in said


def test_a_class_opens_no_node(world: World, create: Create) -> None:
    assert "created" in create("tolerant", runtimeClassName="tolerant")
    assert "created" in create("stuck", runtimeClassName="bad-node")
    assert world.wait(lambda: world.node_of("tolerant"), what="the pod is bound") == EU
    world.wait(lambda: "FailedScheduling" in world.events_of("stuck"), what="nothing fits")
    assert world.node_of("stuck") == ""
