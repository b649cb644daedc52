# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The scheduler that asks the extender: started otherwise, killed, seen in the middle of a call."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from localcluster.cluster import LocalCluster
from localcluster.world import PROTECTED, World

_LISTENING = "0A"
"""State of a socket that listens (include/net/tcp_states.h)."""


def restart_scheduler(cluster: LocalCluster, *options: str, **changes: object) -> None:
    """End the scheduler as a crash would, and start it with settings other than the shipped."""
    cluster.control_plane.processes["bondstone-scheduler"].kill()
    cluster.control_plane.run_bondstone_scheduler(*options, **changes)


@contextmanager
def scheduler_with(world: World, *options: str, **changes: object) -> Iterator[None]:
    """Run it with other settings, and with the shipped ones at the end."""
    restart_scheduler(world.cluster, *options, **changes)
    try:
        yield
    finally:
        restart_scheduler(world.cluster)


def call_is_waiting(world: World) -> bool:
    """Tell whether somebody has sent the extender what it has not read (proc(5), net/tcp)."""
    port = f"{world.cluster.ports.extender:04X}"
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        _, local, _, state, queues = line.split()[:5]
        if local.endswith(f":{port}") and state != _LISTENING and int(queues.partition(":")[2], 16):
            return True
    return False


def nodes_of_protected(world: World) -> set[str]:
    """Return the nodes that pods of the protected namespace are bound to."""
    return set(world.kubectl("-n", PROTECTED, "get", "pods", "-o=jsonpath={..nodeName}").split())
