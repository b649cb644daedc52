# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Everything that a story needs, started in one place: demo, tests and benchmarks share it."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from localcluster.bondstone import Bondstone, Sources
from localcluster.cluster import running
from localcluster.images import Images
from localcluster.ports import HOST
from localcluster.registry import registry_running
from localcluster.reports import ReportsFile
from localcluster.stage import NAMES, OTHER, PROTECTED, Stage

__all__ = [
    "BAD", "EU", "NAMES", "NEW", "OTHER", "POLICY", "PROTECTED", "US", "World", "world_running",
]  # fmt: skip
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
class World(Stage):
    """A cluster of four nodes with Bondstone, a registry, and Reports that we write."""

    reports: ReportsFile


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
    world.protect(POLICY, labels={EU: "true", US: "true", BAD: "false", NEW: "unknown"})
