# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A control plane whose nodes are vouched for by services that misbehave on demand."""

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import count
from typing import Any

from localcluster.bondstone import Bondstone, Sources
from localcluster.cluster import LocalCluster, running
from localcluster.identities import node_identity
from localcluster.waiting import wait_for
from tests.e2e.faults.hvs_service import HvsService
from tests.e2e.faults.keylime_service import KeylimeService
from tests.e2e.faults.service import Service
from tests.integration.attestation.papers import Papers
from trust.names import TRUSTED_LABEL

NAMESPACE = "faults"
FLEETS = {"keylime": ("k-1", "k-2"), "hvs": ("h-1", "h-2")}
"""The nodes that each service vouches for; their label ``fleet`` says so."""
STALE_SECONDS = 3.0
PACE = {"pollPeriod": "500ms", "maxStaleness": "3s", "deadline": "1s"}
POLICY = f"""
apiVersion: bondstone.dev/v1alpha1
kind: TrustPolicy
metadata: {{name: {NAMESPACE}}}
spec:
  match: {{namespaceSelector: {{matchLabels: {{kubernetes.io/metadata.name: {NAMESPACE}}}}}}}
  images: {{encryption: NotRequired}}
  nodes: {{trust: Required, maxReportAge: 1h}}
"""
PODS = f"/api/v1/namespaces/{NAMESPACE}/pods"


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultWorld:
    """Bondstone on a cluster, and the services that vouch for its nodes."""

    cluster: LocalCluster
    bondstone: Bondstone
    services: Mapping[str, Service]
    keylime: KeylimeService
    numbers: Iterator[int]

    def create(self, fleet: str, **spec: object) -> str:
        """Create a pod for the nodes of a fleet, and return its name."""
        name = f"pod-{next(self.numbers)}"
        container = {"name": "c", "image": "any.example/x:1"}
        selector = {"fleet": fleet}
        spec = {"containers": [container], "nodeSelector": selector, **spec}
        document = {"metadata": {"name": name}, "spec": spec}
        self.cluster.api.call("POST", PODS, document)
        return name

    def pod(self, name: str) -> dict[str, Any]:
        """Return a pod as it is."""
        found: dict[str, Any] = self.cluster.api.call("GET", f"{PODS}/{name}")
        return found

    def node_of(self, name: str) -> str:
        """Return the node of a pod, empty while it waits."""
        return str(self.pod(name)["spec"].get("nodeName", ""))

    def wait_bound(self, *names: str, seconds: float = 45) -> set[str]:
        """Wait until pods are bound, and return their nodes."""
        bound = lambda: all(self.node_of(name) for name in names)  # noqa: E731
        wait_for(bound, seconds=seconds, what=f"{', '.join(names)} are bound")
        return {self.node_of(name) for name in names}

    def label_of(self, node: str) -> str:
        """Return the trust label of a node."""
        labels = self.cluster.api.call("GET", f"/api/v1/nodes/{node}")["metadata"]["labels"]
        return str(labels.get(TRUSTED_LABEL, ""))

    def wait_marked(self) -> None:
        """Wait until the hub has marked every node as trusted."""
        nodes = [node for fleet in FLEETS.values() for node in fleet]
        marked = lambda: {self.label_of(node) for node in nodes} == {"true"}  # noqa: E731
        wait_for(marked, seconds=45, what=f"{', '.join(nodes)} are marked")

    def delete_pods(self) -> None:
        """Delete all pods at once."""
        self.cluster.api.call("DELETE", PODS, {"gracePeriodSeconds": 0})


@contextmanager
def fault_world_running(papers: Papers) -> Iterator[FaultWorld]:
    """Start everything, wait until the nodes are trusted, and stop it whatever happens."""
    with ExitStack() as stack:
        keylime = KeylimeService(papers, FLEETS["keylime"])
        stack.callback(keylime.close)
        hvs = HvsService(papers, FLEETS["hvs"])
        stack.callback(hvs.close)
        services = {"keylime": keylime, "hvs": hvs}
        cluster = stack.enter_context(running())
        entries = [{**each.entry(), **PACE} for each in services.values()]
        bondstone = Bondstone(cluster, Sources(services=entries))
        stack.callback(bondstone.stop)
        world = FaultWorld(
            cluster=cluster,
            bondstone=bondstone,
            services=services,
            keylime=keylime,
            numbers=count(1),
        )
        _begin(world)
        yield world


def _begin(world: FaultWorld) -> None:
    world.bondstone.install()
    for fleet, service in world.services.items():
        for node in service.nodes:
            world.cluster.nodes.add(node, labels={"fleet": fleet})
            identity = node_identity(node, **service.identity(node))
            world.cluster.kubectl("apply", "-f", "-", stdin=json.dumps(identity))
    time.sleep(1.1)  # a report of the second in which a node was created does not count
    for service in world.services.values():
        service.enrol()
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
    marked = lambda: world.cluster.kubectl("get", "ns", NAMESPACE, path) == "true"  # noqa: E731
    wait_for(marked, seconds=30, what="the namespace is protected")
    world.wait_marked()
