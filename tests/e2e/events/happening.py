# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The events, each by what an operator does or what befalls a machine."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import product

from localcluster.api_server import api_server_arguments
from localcluster.bondstone import NAMESPACE
from localcluster.control_plane import START_SECONDS
from localcluster.kubelet import COMPONENTS
from localcluster.process import Process
from localcluster.replica import Replica
from tests.e2e.events.replicated import Replicated


def roll(replicated: Replicated) -> None:
    """Update both Deployments as ``kubectl rollout restart`` does, and wait for the end of it."""
    old = set(replicated.kubelet.replicas)
    for component in COMPONENTS:
        replicated.world.cluster.kubectl(
            "-n", NAMESPACE, "rollout", "restart", f"deployment/bondstone-{component}"
        )
    _until_exchanged(replicated, old)


def upgrade(replicated: Replicated) -> None:
    """Apply this version's manifests over the previous ones, whose image is another one."""
    old = set(replicated.kubelet.replicas)
    replicated.apply()
    _until_exchanged(replicated, old)


def _until_exchanged(replicated: Replicated, old: set[str]) -> None:
    replicated.kubelet.until(
        lambda: not old & set(replicated.kubelet.replicas) and replicated.settled(),
        what="every replica is a new one",
    )


def kill(replicated: Replicated) -> None:
    """Kill a replica of each with all its processes, and wait until it has been started anew."""
    victims = [replicated.kubelet.of(component)[0] for component in COMPONENTS]
    before = {each.pod: each.process.pid for each in victims}
    for each in victims:
        each.kill()
    replicated.kubelet.until(
        lambda: (
            all(each.ready and each.process.pid != before[each.pod] for each in victims)
            and replicated.settled()
        ),
        what="they run again",
    )


@contextmanager
def with_own_clock(replicated: Replicated) -> Iterator[Callable[[timedelta], None]]:
    """Let the clock of one replica of each be another than the machine's; yield what sets it."""
    kubelet, clock = replicated.kubelet, replicated.world.cluster.folder / "clock"

    def jump(by: timedelta) -> None:
        beside = clock.with_suffix(".beside")
        beside.write_text(f"{by.total_seconds():+.0f}\n")
        beside.replace(clock)

    jump(timedelta())
    program = (sys.executable, "-m", "tests.simulators.shifted_clock", str(clock))
    kubelet.programs.update(dict.fromkeys(COMPONENTS, program))
    kill(replicated)
    kubelet.programs.clear()
    yield jump
    jump(timedelta())


def restart_api_server(replicated: Replicated) -> None:
    """End the API server as an update of its node does, and start it again."""
    cluster = replicated.world.cluster
    plane = cluster.control_plane
    plane.processes["kube-apiserver"].stop()
    arguments = api_server_arguments(cluster.folder, cluster.ports, cluster.pki)
    plane.run("kube-apiserver", *arguments).wait_until(cluster.api.ready, seconds=START_SECONDS)


def drain(replicated: Replicated) -> None:
    """Drain the nodes that carry a replica of each, and wait until all of them run elsewhere."""
    cluster, kubelet = replicated.world.cluster, replicated.kubelet
    pair = min(product(*map(kubelet.of, COMPONENTS)), key=lambda each: _carried(replicated, each))
    nodes = {each.node for each in pair}
    command = [
        str(cluster.binaries["kubectl"]), f"--kubeconfig={cluster.kubeconfig}", "drain", *nodes,
        "--delete-emptydir-data", "--pod-selector=app.kubernetes.io/part-of=bondstone",
    ]  # fmt: skip
    draining = Process("drain", command, log=cluster.folder / "logs" / "drain.log")
    try:
        kubelet.until(lambda: not draining.running, what="the nodes are drained")
        if draining.exit_code:
            raise AssertionError(draining.tail())
        kubelet.until(
            lambda: (
                replicated.settled()
                and not nodes & {each.node for each in kubelet.replicas.values()}
            ),
            what="they run elsewhere",
        )
    finally:
        draining.stop()
        cluster.kubectl("uncordon", *nodes)


def _carried(replicated: Replicated, pair: tuple[Replica, ...]) -> int:
    nodes = {each.node for each in pair}
    return sum(each.node in nodes for each in replicated.kubelet.replicas.values())
