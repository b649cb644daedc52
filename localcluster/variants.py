# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What ``up`` starts: a bare control plane, or the world of the stories and where its parts are."""

from collections.abc import Iterator
from contextlib import contextmanager

from localcluster.cluster import LocalCluster, running
from localcluster.world import BAD, EU, NEW, OTHER, PROTECTED, US, world_running

_NODES = 2


@contextmanager
def bare(*, api_port: int) -> Iterator[LocalCluster]:
    """Start a control plane with two Nodes, and stop it whatever happens.

    Raises:
        LocalClusterError: Something did not start; the text says what to do.
    """
    with running(api_port=api_port) as cluster:
        for number in range(1, _NODES + 1):
            cluster.nodes.add(f"node-{number}")
        yield cluster


@contextmanager
def with_bondstone(*, api_port: int) -> Iterator[LocalCluster]:
    """Start everything, say where it is, and stop it whatever happens.

    Raises:
        LocalClusterError: Something did not start; the text says what to do.
    """
    with world_running(max_staleness="30s", api_port=api_port) as world:
        registry = world.images.registry
        print(
            f"kubectl     {world.cluster.binaries['kubectl']}\n"
            f"registry    {registry.host}, authority {registry.ca}\n"
            f"reports     {world.reports.path}, written anew every second\n"
            f"nodes       {EU} and {US} are trusted, {BAD} is not, {NEW} is unknown\n"
            f"namespaces  {PROTECTED} is protected by the TrustPolicy {PROTECTED}, {OTHER} is not"
        )
        yield world.cluster
