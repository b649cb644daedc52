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
from localcluster.waiting import LONGEST, wait_for
from tests.e2e.faults.hvs_service import HvsService
from tests.e2e.faults.keylime_service import KeylimeService
from tests.e2e.faults.service import Service
from tests.integration.attestation.papers import Papers
from trust.names import TRUSTED_LABEL

NAMESPACE = "faults"
FLEETS = {"keylime": ("k-1", "k-2"), "hvs": ("h-1", "h-2")}
"""The nodes that one service alone vouches for; their label ``fleet`` says so."""
BOTH = "b-1"
"""The node that both services know; its label ``fleet`` is ``both``."""
STALE_SECONDS = 3.0
PACE = {"pollPeriod": "500ms", "maxStaleness": "3s", "deadline": "1s"}
POLICY = """
apiVersion: bondstone.dev/v1alpha1
kind: TrustPolicy
metadata: {{name: {name}}}
spec:
  match: {{namespaceSelector: {{matchLabels: {{kubernetes.io/metadata.name: {name}}}}}}}
  images: {{encryption: NotRequired}}
  nodes: {{trust: Required, maxReportAge: 1h, sources: [{sources}]}}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultWorld:
    """Bondstone on a cluster, and the services that vouch for its nodes.

    Attributes:
        namespace: Where pods are created.
    """

    cluster: LocalCluster
    bondstone: Bondstone
    services: Mapping[str, Service]
    keylime: KeylimeService
    numbers: Iterator[int]
    namespace: str = NAMESPACE

    @property
    def pods(self) -> str:
        """Return the path of the pods."""
        return f"/api/v1/namespaces/{self.namespace}/pods"

    def create(self, fleet: str, **spec: object) -> str:
        """Create a pod for the nodes of a fleet, and return its name."""
        name = f"pod-{next(self.numbers)}"
        container = {"name": "c", "image": "any.example/x:1"}
        selector = {"fleet": fleet}
        spec = {"containers": [container], "nodeSelector": selector, **spec}
        document = {"metadata": {"name": name}, "spec": spec}
        self.cluster.api.call("POST", self.pods, document)
        return name

    def pod(self, name: str) -> dict[str, Any]:
        """Return a pod as it is."""
        found: dict[str, Any] = self.cluster.api.call("GET", f"{self.pods}/{name}")
        return found

    def node_of(self, name: str) -> str:
        """Return the node of a pod, empty while it waits."""
        return str(self.pod(name)["spec"].get("nodeName", ""))

    def wait_bound(self, *names: str, seconds: float = LONGEST) -> set[str]:
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
        nodes = [BOTH, *(node for fleet in FLEETS.values() for node in fleet)]
        marked = lambda: {self.label_of(node) for node in nodes} == {"true"}  # noqa: E731
        wait_for(marked, what=f"{', '.join(nodes)} are marked")

    def protect(self, *sources: str) -> None:
        """Create the namespace, with a policy that names sources or, without any, leaves it open.

        Args:
            sources: That must vouch.
        """
        self.cluster.kubectl("create", "namespace", self.namespace)
        policy = POLICY.format(name=self.namespace, sources=", ".join(sources))
        self.cluster.kubectl("apply", "-f", "-", stdin=policy)

    def wait_protected(self) -> None:
        """Wait until pods of the namespace can be created, and are judged."""
        path = "-o=jsonpath={.metadata.labels.bondstone\\.dev/protected}"
        accounts = f"/api/v1/namespaces/{self.namespace}/serviceaccounts"
        marked = lambda: (  # noqa: E731
            self.cluster.api.call("GET", accounts)["items"]
            and self.cluster.kubectl("get", "ns", self.namespace, path) == "true"
        )
        wait_for(marked, what=f"the namespace {self.namespace} is protected")

    def delete_pods(self) -> None:
        """Delete all pods at once."""
        self.cluster.api.call("DELETE", self.pods, {"gracePeriodSeconds": 0})


@contextmanager
def fault_world_running(papers: Papers) -> Iterator[FaultWorld]:
    """Start everything, wait until the nodes are trusted, and stop it whatever happens."""
    with ExitStack() as stack:
        keylime = KeylimeService(papers, (*FLEETS["keylime"], BOTH))
        stack.callback(keylime.close)
        hvs = HvsService(papers, (*FLEETS["hvs"], BOTH))
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
    fleets = {**FLEETS, "both": (BOTH,)}
    for fleet, node in [(fleet, node) for fleet, nodes in fleets.items() for node in nodes]:
        world.cluster.nodes.add(node, labels={"fleet": fleet})
        knowing = [each for each in world.services.values() if node in each.nodes]
        spec = {kind: name for each in knowing for kind, name in each.identity(node).items()}
        world.cluster.kubectl("apply", "-f", "-", stdin=json.dumps(node_identity(node, **spec)))
    time.sleep(1.1)  # a report of the second in which a node was created does not count
    for service in world.services.values():
        service.enrol()
    world.protect()
    world.bondstone.start()
    world.wait_protected()
    world.wait_marked()
