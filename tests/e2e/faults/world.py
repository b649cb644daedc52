# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A control plane whose nodes are vouched for by services that misbehave on demand."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from typing import Any

from localcluster.bondstone import Bondstone, Sources
from localcluster.cluster import LocalCluster, running
from localcluster.waiting import wait_for
from tests.e2e.faults.services import KeylimeService
from tests.integration.attestation.papers import Papers

NAMESPACE = "faults"
NODES = ("k-1", "k-2")
STALE_SECONDS = 3.0
PACE = {"pollPeriod": "500ms", "maxStaleness": "3s", "deadline": "1s"}
POLICY = f"""
apiVersion: bondstone.dev/v1alpha1
kind: TrustPolicy
metadata: {{name: {NAMESPACE}}}
spec:
  match: {{namespaceSelector: {{matchLabels: {{kubernetes.io/metadata.name: {NAMESPACE}}}}}}}
  images: {{encryption: NotRequired}}
  nodes: {{trust: Required}}
"""
_PODS = f"/api/v1/namespaces/{NAMESPACE}/pods"


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultWorld:
    """Bondstone on a cluster, and the service that vouches for its nodes."""

    cluster: LocalCluster
    bondstone: Bondstone
    keylime: KeylimeService
    numbers: Iterator[int]

    def create(self, **spec: object) -> str:
        """Create a pod and return its name."""
        name = f"pod-{next(self.numbers)}"
        container = {"name": "c", "image": "any.example/x:1"}
        document = {"metadata": {"name": name}, "spec": {"containers": [container], **spec}}
        self.cluster.api.call("POST", _PODS, document)
        return name

    def pod(self, name: str) -> dict[str, Any]:
        """Return a pod as it is."""
        found: dict[str, Any] = self.cluster.api.call("GET", f"{_PODS}/{name}")
        return found

    def node_of(self, name: str) -> str:
        """Return the node of a pod, empty while it waits."""
        return str(self.pod(name)["spec"].get("nodeName", ""))

    def wait_bound(self, *names: str, seconds: float = 45) -> set[str]:
        """Wait until pods are bound, and return their nodes."""
        bound = lambda: all(self.node_of(name) for name in names)  # noqa: E731
        wait_for(bound, seconds=seconds, what=f"{', '.join(names)} are bound")
        return {self.node_of(name) for name in names}

    def bind(self, name: str, node: str) -> str:
        """Bind a pod as a scheduler would, and return what the API server says."""
        uid = self.pod(name)["metadata"]["uid"]
        document = {
            "apiVersion": "v1",
            "kind": "Binding",
            "metadata": {"name": name, "uid": uid},
            "target": {"kind": "Node", "name": node},
        }
        arguments = ("create", "--raw", f"{_PODS}/{name}/binding", "-f", "-")
        return self.cluster.kubectl(*arguments, stdin=json.dumps(document), check=False).strip()

    def bindings_of(self, name: str) -> list[dict[str, Any]]:
        """Return what the webhook logged of a pod's Bindings, oldest first."""
        lines = self.bondstone.processes["webhook"].log.read_text().splitlines()
        found = (json.loads(line) for line in lines if f'"{name}"' in line)
        return [line for line in found if line.get("resource") == "pods/binding"]

    def label_of(self, node: str) -> str:
        """Return the trust label of a node."""
        labels = self.cluster.api.call("GET", f"/api/v1/nodes/{node}")["metadata"]["labels"]
        return str(labels.get("bondstone.node-restriction.kubernetes.io/trusted", ""))

    def wait_marked(self, *nodes: str) -> None:
        """Wait until the hub has marked nodes as trusted."""
        marked = lambda: {self.label_of(node) for node in nodes} == {"true"}  # noqa: E731
        wait_for(marked, seconds=45, what=f"{', '.join(nodes)} are marked")

    def delete_pods(self) -> None:
        """Delete all pods at once."""
        self.cluster.api.call("DELETE", _PODS, {"gracePeriodSeconds": 0})


@contextmanager
def fault_world_running(papers: Papers) -> Iterator[FaultWorld]:
    """Start everything, wait until the nodes are trusted, and stop it whatever happens."""
    keylime = KeylimeService(papers, NODES)
    try:
        with running() as cluster:
            bondstone = Bondstone(cluster, Sources(services=[keylime.entry(**PACE)]))
            world = FaultWorld(
                cluster=cluster, bondstone=bondstone, keylime=keylime, numbers=count(1)
            )
            try:
                _begin(world)
                yield world
            finally:
                bondstone.stop()
    finally:
        keylime.close()


def _begin(world: FaultWorld) -> None:
    world.bondstone.install()
    for node in NODES:
        world.cluster.nodes.add(node)
        identity = {
            "apiVersion": "bondstone.dev/v1alpha1",
            "kind": "NodeIdentity",
            "metadata": {"name": node},
            "spec": {"ekHash": world.keylime.ids[node]},
        }
        world.cluster.kubectl("apply", "-f", "-", stdin=json.dumps(identity))
    world.cluster.kubectl("create", "namespace", NAMESPACE)
    world.cluster.kubectl("apply", "-f", "-", stdin=POLICY)
    world.bondstone.start()
    accounts = f"/api/v1/namespaces/{NAMESPACE}/serviceaccounts"
    wait_for(
        lambda: world.cluster.api.call("GET", accounts)["items"],
        seconds=30,
        what="the namespace has its ServiceAccount",
    )
    path = "-o=jsonpath={.metadata.labels.bondstone\\.dev/protected}"
    wait_for(
        lambda: world.cluster.kubectl("get", "namespace", NAMESPACE, path) == "true",
        seconds=30,
        what="the namespace is protected",
    )
    world.wait_marked(*NODES)
