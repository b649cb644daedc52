# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What users and controllers do while the recorder listens, in this order."""

import json
from collections.abc import Callable
from itertools import cycle

from localcluster.cluster import LocalCluster
from localcluster.waiting import wait_for
from tests.e2e.templates.controllers import KINDS, manifest

_IMAGE = "registry.example/shop/api:1"


def _pod(name: str, **spec: object) -> str:
    main = {"name": "main", "image": _IMAGE}
    document = {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": name, "labels": {"app": name}},
        "spec": {"containers": [main], **spec},
    }
    return json.dumps(document)


def _create(cluster: LocalCluster, name: str, *arguments: str, **spec: object) -> None:
    cluster.kubectl("create", "-f", "-", *arguments, stdin=_pod(name, **spec))


def _daemon_set(cluster: LocalCluster) -> None:
    template = {"metadata": {"labels": {"app": "d"}}, **json.loads(_pod("d"))}
    template["spec"]["nodeSelector"] = {"kubernetes.io/hostname": "m1"}
    spec = {
        "selector": {"matchLabels": {"app": "d"}},
        "template": {"metadata": {"labels": {"app": "d"}}, "spec": template["spec"]},
    }
    document = {"apiVersion": "apps/v1", "kind": "DaemonSet", "metadata": {"name": "daemon"}}
    cluster.kubectl("create", "-f", "-", stdin=json.dumps({**document, "spec": spec}))
    pods = ("get", "pods", "-l=app=d", "-o=name")
    wait_for(lambda: cluster.kubectl(*pods), seconds=30, what="the daemon's pod")


def _scheduled(cluster: LocalCluster, name: str, **spec: object) -> None:
    _create(cluster, name, schedulerName="bondstone-scheduler", **spec)
    _bound(cluster, name)


def _bound(cluster: LocalCluster, name: str) -> None:
    node = ("get", "pod", name, "-o=jsonpath={.spec.nodeName}")
    wait_for(lambda: cluster.kubectl(*node), seconds=30, what=f"the pod {name} is bound")


def _new_image(cluster: LocalCluster) -> None:
    _bound(cluster, "plain")
    cluster.kubectl("set", "image", "pod/plain", "main=x:2")


def _many_nodes(cluster: LocalCluster) -> None:
    """Add nodes with labels as the hub writes them, and wait until the scheduler has seen all."""
    names = [f"n{number:02}" for number in range(_NODES)]
    for name, region in zip(names, cycle(("EU", "US")), strict=False):
        cluster.nodes.add(name, labels={_TRUSTED: "true", _REGION: region})
    # It sees them in their order: where it can bind to the last one, it knows them all.
    _scheduled(cluster, "scout", nodeSelector={"kubernetes.io/hostname": names[-1]})


def _scheduled_among_many(cluster: LocalCluster) -> None:
    _many_nodes(cluster)
    _scheduled(cluster, "many")


def _scheduled_as_ours(cluster: LocalCluster) -> None:
    """Create a pod as /mutate would leave it: nothing of ours runs here that would write it."""
    main = {"name": "main", "image": f"{_IMAGE}@sha256:{'a' * 64}"}
    _scheduled(cluster, "protected", containers=[main], affinity=_affinity(_OURS))


def _scheduled_by_whole_nodes(cluster: LocalCluster) -> None:
    """Let the scheduler send Node objects, as one does that is told not to rely on our cache."""
    cluster.control_plane.processes["bondstone-scheduler"].stop()
    cluster.control_plane.run_bondstone_scheduler(nodeCacheCapable=False)
    _scheduled(cluster, "whole", affinity=_affinity([_is_in("kubernetes.io/hostname", "m1", "m2")]))


def _pushed(cluster: LocalCluster, name: str) -> None:
    """Fill a node, and let a pod of higher priority push what fills it."""
    place = {"nodeSelector": {"kubernetes.io/hostname": "m1"}}
    full = {"name": "main", "image": _IMAGE, "resources": {"requests": {"cpu": "3"}}}
    _scheduled(
        cluster, f"{name}-victim", containers=[full], terminationGracePeriodSeconds=0, **place
    )
    priority = ("create", "priorityclass", "urgent", "--value=1000")
    cluster.kubectl(*priority, check=False)  # it is there the second time
    _scheduled(cluster, name, priorityClassName="urgent", containers=[full], **place)
    cluster.kubectl("delete", "pod", name, "--force", "--grace-period=0")


def _affinity(*terms: list[dict[str, object]]) -> dict[str, object]:
    selector = {"nodeSelectorTerms": [{"matchExpressions": term} for term in terms]}
    return {"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": selector}}


def _is_in(key: str, *values: str) -> dict[str, object]:
    return {"key": key, "operator": "In", "values": list(values)}


def _made(kind: str) -> Callable[[LocalCluster], object]:
    """Create an object that makes pods; none is wanted of it."""

    def act(cluster: LocalCluster) -> None:
        document = manifest(kind, kind.lower(), _IMAGE)
        if "replicas" in document["spec"]:
            document["spec"]["replicas"] = 0
        cluster.kubectl("create", "-f", "-", stdin=json.dumps(document))

    return act


_NODES = 40
_TRUSTED = "bondstone.node-restriction.kubernetes.io/trusted"
_REGION = "tags.bondstone.node-restriction.kubernetes.io/region"
_OURS = [_is_in(_TRUSTED, "true"), _is_in(_REGION, "EU")]
_OWN = _affinity([_is_in("disk", "ssd")], [_is_in("disk", "nvme"), *_OURS])
_VOLUME = {"name": "models", "image": {"reference": _IMAGE}}
_INIT = {"name": "init", "image": _IMAGE}
ACTS: dict[str, Callable[[LocalCluster], object]] = {
    "create": lambda cluster: _create(cluster, "plain"),
    "create-with-init-container": lambda cluster: _create(cluster, "init", initContainers=[_INIT]),
    "create-with-image-volume": lambda cluster: _create(cluster, "volume", volumes=[_VOLUME]),
    "create-with-node-name": lambda cluster: _create(cluster, "named", nodeName="m1"),
    "create-with-affinity": lambda cluster: _create(cluster, "choosy", affinity=_OWN),
    "dry-run": lambda cluster: _create(cluster, "dry", "--dry-run=server"),
    "update-image": _new_image,
    "update-label": lambda cluster: cluster.kubectl("label", "pod", "plain", "a=b"),
    "ephemeral-container": lambda cluster: cluster.kubectl(
        "debug", "plain", "--image=x:3", "-c=debug", "--attach=false", "--profile=general"
    ),
    "daemon-set-pod": _daemon_set,
    "filter": lambda cluster: _scheduled(cluster, "scheduled"),
    "filter-many": _scheduled_among_many,
    "filter-protected": _scheduled_as_ours,
    "preempt": lambda cluster: _pushed(cluster, "pushing"),
    "filter-whole": _scheduled_by_whole_nodes,
    "preempt-whole": lambda cluster: _pushed(cluster, "pushing-whole"),
}
TEMPLATES: dict[str, Callable[[LocalCluster], object]] = {
    **{kind.lower(): _made(kind) for kind in KINDS},
    "deployment-restarted": lambda cluster: cluster.kubectl(
        "rollout", "restart", "deployment/deployment"
    ),
    "cronjob-of-another-image": lambda cluster: cluster.kubectl(
        "set", "image", "cronjob/cronjob", "main=x:2"
    ),
}
"""Acts on objects that make pods, by their kind; of each, the body of /mutate is kept."""
MUTATED = ("create", "create-with-affinity", "ephemeral-container")
"""Acts of which the body of /mutate is kept too: it comes first, and need not be the same."""
