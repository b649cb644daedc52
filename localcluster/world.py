# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Everything that a story needs, started in one place: demo, tests and benchmarks share it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TypeVar

from localcluster.bondstone import Bondstone, Sources
from localcluster.cluster import LocalCluster, running
from localcluster.images import Images
from localcluster.ports import HOST
from localcluster.questions import ask_events, ask_label, ask_node, ask_to_run
from localcluster.registry import registry_running
from localcluster.reports import ReportsFile
from localcluster.waiting import wait_for

T = TypeVar("T")
PROTECTED = "payments"
OTHER = "elsewhere"
NAMES = (PROTECTED, OTHER)
POLICY = f"""
apiVersion: bondstone.dev/v1alpha1
kind: TrustPolicy
metadata: {{name: {PROTECTED}}}
spec:
  match: {{namespaceSelector: {{matchLabels: {{kubernetes.io/metadata.name: {PROTECTED}}}}}}}
  images: {{encryption: Required, keyProviders: [jwe]}}
  nodes: {{trust: Required, assetTags: {{region: [EU]}}}}
"""
EU, US, BAD, NEW = "eu-trusted", "us-trusted", "eu-untrusted", "never-attested"


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """A cluster of four nodes with Bondstone, a registry, and Reports that we write."""

    cluster: LocalCluster
    bondstone: Bondstone
    images: Images
    reports: ReportsFile

    def kubectl(self, *arguments: str, stdin: str | None = None) -> str:
        """Run kubectl and return what it said, refusals included."""
        return self.cluster.kubectl(*arguments, stdin=stdin, check=False).strip()

    def run_pod(self, name: str, image: str, *, namespace: str = PROTECTED) -> str:
        """Create a pod as a user would, and return what kubectl said."""
        return self.kubectl(*ask_to_run(name, image, namespace))

    def node_of(self, pod: str, *, namespace: str = PROTECTED) -> str:
        """Return the node that a pod is bound to, empty while it waits."""
        return self.kubectl(*ask_node(pod, namespace))

    def events_of(self, pod: str, *, namespace: str = PROTECTED) -> str:
        """Return the messages of a pod's events, one a line, oldest first."""
        return self.kubectl(*ask_events(pod, namespace))

    def label_of(self, node: str) -> str:
        """Return the trust label of a node."""
        return self.kubectl(*ask_label(node))

    def wait(self, ask: Callable[[], T], *, seconds: float = 30, what: str) -> T:
        """Ask again until the answer is true, and return it."""
        return wait_for(ask, seconds=seconds, what=what)


@contextmanager
def world_running(*, max_staleness: str = "6s", api_port: int = 0) -> Iterator[World]:
    """Start everything, wait until the four nodes are marked, and stop it whatever happens.

    Raises:
        LocalClusterError: Something did not start; the text says what to do.
    """
    with ExitStack() as stack:
        cluster = stack.enter_context(running(api_port=api_port))
        registry = stack.enter_context(
            registry_running(
                cluster.binaries,
                cluster.pki,
                port=cluster.ports.registry,
                folder=cluster.folder / "registry",
            )
        )
        reports = ReportsFile(cluster.folder / "reports.json")
        sources = Sources(
            reports=reports.path,
            registries={
                host: {"caFile": str(registry.ca)}
                for host in (registry.host, f"{HOST}:{cluster.ports.private_registry}")
            },
            max_staleness=max_staleness,
        )
        bondstone = Bondstone(cluster, sources)
        images = Images(registry)
        world = World(cluster=cluster, bondstone=bondstone, images=images, reports=reports)
        stack.callback(reports.stop)
        stack.callback(bondstone.stop)
        _begin(world)
        yield world


def _begin(world: World) -> None:
    for node in (EU, US, BAD, NEW):
        world.cluster.nodes.add(node)
    world.reports.trust(EU, region="EU")
    world.reports.trust(US, region="US")
    world.reports.distrust(BAD, "PCR 7 does not match its reference value")
    world.reports.start()
    world.bondstone.install()
    world.bondstone.start()
    for namespace in NAMES:
        world.cluster.kubectl("create", "namespace", namespace)
    world.cluster.kubectl("apply", "-f", "-", stdin=POLICY)
    label = "-o=jsonpath={.metadata.labels.bondstone\\.dev/protected}"
    world.wait(
        lambda: world.kubectl("get", "namespace", PROTECTED, label) == "true",
        what="the hub labels the protected namespace",
    )
    expected = {EU: "true", US: "true", BAD: "false", NEW: "unknown"}
    world.wait(
        lambda: {node: world.label_of(node) for node in expected} == expected,
        what="the hub labels every node",
    )
    account = ("get", "serviceaccount", "default", "-o=name", "-n")
    world.wait(
        lambda: all(world.kubectl(*account, name).startswith("serviceaccount/") for name in NAMES),
        what="the namespaces have their ServiceAccounts",
    )
