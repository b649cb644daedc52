# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A kubelet runs a pod from a file on its node, and asks no API server."""

import json
from collections.abc import Callable

from localcluster.images import Pushed
from localcluster.world import BAD, World
from tests.e2e.auditing import exempt_policy, told, violating

DETECTED_BY = (
    "The hub reports mirror pods that an enforced policy selects: Event NotJudged, "
    "bondstone_violating_pods, status.violations; where the webhook is asked, it refuses the "
    "mirror and logs the node's name."
)


def test_the_mirror_of_a_static_pod_is_reported(
    world: World, policies: Callable[[str], str], plain: Pushed, name: Callable[[], str]
) -> None:
    pod = name()
    uid = world.kubectl("get", "node", BAD, "-o=jsonpath={.metadata.uid}")
    owner = {"apiVersion": "v1", "kind": "Node", "name": BAD, "uid": uid, "controller": True}
    document = {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {
            "name": pod,
            "labels": {"exempt": "story"},
            "annotations": {"kubernetes.io/config.mirror": "0"},
            "ownerReferences": [owner],
        },
        "spec": {"nodeName": BAD, "containers": [{"name": "a", "image": plain.reference}]},
    }
    kubelet = f"--kubeconfig={world.cluster.node_kubeconfig(BAD)}"
    create = (kubelet, "-n", "kube-system", "create", "-f", "-")
    assert "created" in world.kubectl(*create, stdin=json.dumps(document))
    try:
        policies(exempt_policy("static"))
        said = told(world, pod, "NotJudged", namespace="kube-system")
        assert 'TrustPolicy "static": a kubelet runs it from a file, so that nobody judged' in said
        said = told(world, pod, "Violation", namespace="kube-system")
        assert f'it runs on node "{BAD}": untrusted: PCR 7' in said
        assert violating(world, "static", "mirror-pod") == 1
    finally:
        world.kubectl("-n", "kube-system", "delete", "pod", pod, "--force", "--grace-period=0")
    world.wait(lambda: violating(world, "static", "mirror-pod") == 0, what="its end is seen")
