# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Somebody who may write the status of a pod takes off the label that a policy selects."""

import json
from collections.abc import Callable

import pytest
import urllib3

from localcluster.images import Pushed
from localcluster.world import EU, PROTECTED, World
from tests.e2e.conftest import GUARDED
from tests.e2e.labelled import labelled_in_force

GUARD = "pods/status is judged where labels or asked tags change; a mere status goes past us."

Name = Callable[[], str]
STATUS = ("--subresource=status", "-p")


def as_kubelet(world: World, node: str, path: str) -> Callable[..., int]:
    """Return a function that patches as a kubelet does, without reading before: it may not."""
    pki = world.cluster.pki
    world.cluster.node_kubeconfig(node)
    user = f"user-system-node-{node}"

    def write(**parts: object) -> int:
        with urllib3.PoolManager(
            ca_certs=str(pki.ca), cert_file=str(pki.certificate(user)), key_file=str(pki.key(user))
        ) as pool:
            headers = {"Content-Type": "application/strategic-merge-patch+json"}
            url = f"{world.cluster.url}{path}"
            answer = pool.request("PATCH", url, body=patch_of(**parts), headers=headers)
            return answer.status

    return write


def patch_of(**parts: object) -> str:
    return json.dumps(parts)


@pytest.mark.usefixtures("guarded")
def test_labels_and_tags_stay_through_the_status_too(
    world: World, policies: Callable[[str], str], encrypted: Pushed, plain: Pushed, name: Name
) -> None:
    run = labelled_in_force(world, policies, plain, name)
    pod = name()
    tags = "--annotations=bondstone.dev/asset-tags=region=EU"
    assert "created" in world.kubectl(*run, pod, f"--image={encrypted.reference}", tags)
    patch = ("-n", GUARDED, "patch", "pod", pod, *STATUS)
    said = world.kubectl(*patch, patch_of(metadata={"labels": {"secret": None}}))
    assert 'the update takes the pod out of TrustPolicy "labelled"' in said
    annotations = {"bondstone.dev/asset-tags": None}
    said = world.kubectl(*patch, patch_of(metadata={"annotations": annotations}))
    assert "the update takes the pod out of" in said
    assert "patched" in world.kubectl(*patch, patch_of(metadata={"annotations": {"cni": "1"}}))
    assert "patched" in world.kubectl(*patch, patch_of(metadata={"labels": {"more": "1"}}))
    assert "patched" in world.kubectl(*patch, patch_of(status={"message": "all is well"}))


def test_a_kubelet_writes_status_whether_we_are_there_or_not(
    world: World, encrypted: Pushed, name: Name, revived: Callable[[str], None]
) -> None:
    pod = name()
    assert "created" in world.run_pod(pod, encrypted.reference)
    world.wait(lambda: world.node_of(pod) == EU, what="the pod is bound")
    write = as_kubelet(world, EU, f"/api/v1/namespaces/{PROTECTED}/pods/{pod}/status")
    assert write(status={"message": "one"}) == 200
    revived("webhook")
    assert write(status={"message": "two"}) == 200
    patch = ("-n", PROTECTED, "patch", "pod", pod, *STATUS)
    path = "-o=jsonpath={.status.message}"
    assert world.kubectl("-n", PROTECTED, "get", "pod", pod, path) == "two"
    said = world.kubectl(*patch, patch_of(metadata={"labels": {"run": None}}))
    assert "failed calling webhook" in said
