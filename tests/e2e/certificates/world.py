# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A world in which somebody issues every certificate, and all mount them as Secrets."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from localcluster.bondstone import NAMESPACE
from localcluster.mounted_secrets import MountedSecrets
from localcluster.process import Process
from localcluster.world import World, world_running
from tests.e2e.scheduling import restart_scheduler

ENDS = ("webhook", "extender", "hub", "extender-client")
AUTHORITY = "bondstone-ca"
LATE = 2.5
"""Seconds by which whoever believes sees changes after whoever is believed: less than is waited."""
_DEPLOYMENT = f"/apis/apps/v1/namespaces/{NAMESPACE}/deployments/bondstone-scheduler"
_PODS = f"/api/v1/namespaces/{NAMESPACE}/pods"


@dataclass
class Certified:
    """The world, its mounted Secrets, and what a kubelet does with the scheduler's pod."""

    world: World
    mounts: MountedSecrets
    ready: set[str] = field(default_factory=set)

    def mounted(self, end: str) -> Path:
        """Return the folder of an end of a hop."""
        return self.mounts.folder(secret(end))

    def play_kubelet(self) -> None:
        """Run the pod of the scheduler that is new, and end the ones that are deleted."""
        for pod in self.world.cluster.api.call("GET", _PODS)["items"]:
            metadata: dict[str, Any] = pod["metadata"]
            if "deletionTimestamp" in metadata:
                self._call("DELETE", f"{_PODS}/{metadata['name']}", {"gracePeriodSeconds": 0})
            elif metadata["uid"] not in self.ready and pod["spec"].get("nodeName"):
                self.start_scheduler()
                conditions = [{"type": kind, "status": "True"} for kind in ("Ready", "Initialized")]
                status = {"phase": "Running", "conditions": conditions}
                self._call("PATCH", f"{_PODS}/{metadata['name']}/status", {"status": status})
                self.ready.add(metadata["uid"])

    def start_scheduler(self) -> None:
        """Start the scheduler anew: it reads authorities now, and never again."""
        folder = self.mounted("extender-client")
        files = {"caFile": "ca.crt", "certFile": "tls.crt", "keyFile": "tls.key"}
        tls = {key: str(folder / name) for key, name in files.items()}
        restart_scheduler(self.world.cluster, tlsConfig=tls)

    def serve(self, name: str, *, client_ca: Path) -> None:
        """Start webhook or extender with what is mounted; who may call has not changed."""
        folder = self.mounted(name)
        process = self.world.bondstone.processes.get(name)
        if process is not None:
            process.stop()
        self.world.bondstone.launch(
            name,
            f"--tls-cert={folder / 'tls.crt'}",
            f"--tls-key={folder / 'tls.key'}",
            f"--client-ca={client_ca}",
        )
        self.world.bondstone.wait_ready(name)

    def _call(self, method: str, path: str, body: object) -> None:
        self.world.cluster.api.call(method, path, body)


def secret(end: str) -> str:
    """Return the Secret of an end of a hop."""
    return f"bondstone-{end}-tls"


@contextmanager
def certified_running(issue: Callable[[World], Process]) -> Iterator[Certified]:
    """Start it, and wait until everybody serves and shows what was issued.

    Args:
        issue: Starts whoever issues, and returns it.
    """
    with world_running() as world, ExitStack() as stack:
        cluster = world.cluster
        mounts = MountedSecrets(
            cluster.api,
            cluster.folder / "mounts",
            namespace=NAMESPACE,
            names=[AUTHORITY, *map(secret, ENDS)],
            late={secret("extender-client"): LATE},
        )
        certified = Certified(world=world, mounts=mounts)
        process = issue(world)
        stack.callback(process.stop)
        mounts.start()
        stack.callback(mounts.stop)
        world.wait(lambda: mounts.complete, what="everything is issued")
        certified.serve("webhook", client_ca=cluster.pki.ca)
        certified.serve("extender", client_ca=certified.mounted("extender") / "ca.crt")
        cluster.api.call("PATCH", _DEPLOYMENT, {"spec": {"replicas": 1}})
        world.wait(lambda: _scheduler_runs(certified), what="the scheduler's pod is ready")
        yield certified


def _scheduler_runs(certified: Certified) -> bool:
    certified.play_kubelet()
    return bool(certified.ready)
