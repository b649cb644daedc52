# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""``make assets``: admission reviews and extender calls as the real programs send them.

Names of uids, times and tokens differ in every recording; they are replaced, so that two
recordings of one Kubernetes version are the same.
"""

import json
import re
from pathlib import Path
from typing import Any

from localcluster.bondstone import Bondstone, Sources
from localcluster.cluster import LocalCluster, running
from localcluster.reports import ReportsFile
from localcluster.waiting import wait_for
from tests.assets.recorder import Sent, recording

FOLDER = Path(__file__).parent
_IMAGE = "registry.example/shop/api:1"
_VARIABLE = (
    (re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"), "uid"),
    (re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"), "2026-01-01T12:00:00Z"),
    (re.compile(r"kube-api-access-[a-z0-9]{5}"), "kube-api-access-xxxxx"),
    (re.compile(r'"resourceVersion": "\d+"'), '"resourceVersion": "1"'),
    (re.compile(r"X509SHA256=[0-9a-f]+"), "X509SHA256=0"),
    (re.compile(r"daemon-[a-z0-9]{5}\b"), "daemon-xxxxx"),
    (re.compile(r'"(controller-revision-hash|pod-template-hash)": "[a-z0-9]+"'), r'"\1": "0"'),
)


def main() -> None:
    """Record everything."""
    with running() as cluster, recording(cluster) as sent:
        for node in ("m1", "m2"):
            cluster.nodes.add(node)
        reports = ReportsFile(cluster.folder / "reports.json")
        Bondstone(cluster, Sources(reports=reports.path)).install()
        wait_for(lambda: _dry_run(cluster), seconds=30, what="webhooks are called")
        for name, act in _ACTS.items():
            sent.clear()
            act(cluster)
            _keep(name, sent)


def _dry_run(cluster: LocalCluster) -> bool:
    said = cluster.kubectl("run", "probe", "--image=x", "--dry-run=server", check=False)
    return "created" in said


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


def _scheduled(cluster: LocalCluster) -> None:
    _create(cluster, "scheduled", schedulerName="bondstone-scheduler")
    node = ("get", "pod", "scheduled", "-o=jsonpath={.spec.nodeName}")
    wait_for(lambda: cluster.kubectl(*node), seconds=30, what="the pod is bound")


_VOLUME = {"name": "models", "image": {"reference": _IMAGE}}
_INIT = {"name": "init", "image": _IMAGE}
_ACTS: dict[str, Any] = {
    "create": lambda cluster: _create(cluster, "plain"),
    "create-with-init-container": lambda cluster: _create(cluster, "init", initContainers=[_INIT]),
    "create-with-image-volume": lambda cluster: _create(cluster, "volume", volumes=[_VOLUME]),
    "create-with-node-name": lambda cluster: _create(cluster, "named", nodeName="m1"),
    "dry-run": lambda cluster: _create(cluster, "dry", "--dry-run=server"),
    "update-image": lambda cluster: cluster.kubectl("set", "image", "pod/plain", "main=x:2"),
    "update-label": lambda cluster: cluster.kubectl("label", "pod", "plain", "a=b"),
    "ephemeral-container": lambda cluster: cluster.kubectl(
        "debug", "plain", "--image=x:3", "-c=debug", "--attach=false", "--profile=general"
    ),
    "daemon-set-pod": _daemon_set,
    "filter": _scheduled,
}


def _keep(name: str, sent: Sent) -> None:
    """Write the last request of the kind that the act is about."""
    path, folder = ("/filter", "extender") if name == "filter" else ("/validate", "reviews")
    body = [each for where, each in list(sent) if where.startswith(path)][-1]
    text = json.dumps(body, indent=1, sort_keys=True)
    for pattern, replacement in _VARIABLE:
        text = pattern.sub(replacement, text)
    (FOLDER / folder).mkdir(exist_ok=True)
    (FOLDER / folder / f"{name}.json").write_text(text + "\n")
    print(f"== recorded {folder}/{name}.json", flush=True)  # noqa: T201  for the person who waits


if __name__ == "__main__":
    main()
