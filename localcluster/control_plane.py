# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The programs of a control plane and their arguments (Kubernetes 1.36)."""

import json
from dataclasses import dataclass, field
from pathlib import Path

from localcluster.api import Api, ApiStatusError, etcd_healthy
from localcluster.api_server import api_server_arguments
from localcluster.binaries import Binaries
from localcluster.pki import Pki
from localcluster.ports import HOST, Ports
from localcluster.process import Process
from localcluster.scheduler import write_scheduler_configuration

START_SECONDS = 60.0
"""For each program: it takes three, on a machine that is busy many more."""


@dataclass(slots=True)
class ControlPlane:
    """Running programs in the order of their start; stopped in the reverse order."""

    folder: Path
    ports: Ports
    pki: Pki
    api: Api
    binaries: Binaries
    processes: dict[str, Process] = field(default_factory=dict)

    def start(self) -> None:
        """Start everything and wait until it is ready.

        Raises:
            LocalClusterError: A program ended or did not get ready.
        """
        etcd = self.run("etcd", *self._etcd())
        etcd.wait_until(lambda: etcd_healthy(self.ports.etcd), seconds=START_SECONDS)
        server = self.run(
            "kube-apiserver", *api_server_arguments(self.folder, self.ports, self.pki)
        )
        server.wait_until(self.api.ready, seconds=START_SECONDS)
        controllers = self.run("kube-controller-manager", *self._controllers())
        kubeconfig = self.pki.client_kubeconfig("scheduler")
        plain = {
            "apiVersion": "kubescheduler.config.k8s.io/v1",
            "kind": "KubeSchedulerConfiguration",
            "leaderElection": {"leaderElect": False},
            "clientConnection": {"kubeconfig": str(kubeconfig)},
        }
        default = self.folder / "kube-scheduler.json"
        default.write_text(json.dumps(plain))
        self.run("kube-scheduler", *self._scheduler(default, self.ports.scheduler))
        self.run_bondstone_scheduler()
        # Without this ServiceAccount every pod is refused (admission plugin ServiceAccount).
        controllers.wait_until(self._accepts_pods, seconds=START_SECONDS)
        for process in self.processes.values():
            process.require_running()

    def run_bondstone_scheduler(self, *options: str, **changes: object) -> Process:
        """Start the scheduler that asks the extender; again, once the one before has ended.

        Args:
            options: Of the program, besides its usual ones.
            changes: Settings of its extender other than those that are shipped.
        """
        configuration = write_scheduler_configuration(
            self.folder,
            kubeconfig=self.pki.client_kubeconfig("scheduler"),
            pki=self.pki,
            port=self.ports.extender,
            changes=changes,
        )
        arguments = self._scheduler(configuration, self.ports.bondstone_scheduler)
        return self.run("bondstone-scheduler", *arguments, *options, program="kube-scheduler")

    def _accepts_pods(self) -> bool:
        try:
            self.api.call("GET", "/api/v1/namespaces/default/serviceaccounts/default")
        except ApiStatusError as exc:
            if exc.status != 404:
                raise
            return False
        return True

    def run(self, name: str, *arguments: str, program: str = "") -> Process:
        """Start one program; its log is ``logs/<name>.log``."""
        binary = str(self.binaries[program or name])
        self.processes[name] = Process(
            name, [binary, *arguments], log=self.folder / "logs" / f"{name}.log"
        )
        return self.processes[name]

    def stop(self) -> None:
        """Stop everything, the store last."""
        for process in reversed(self.processes.values()):
            process.stop()

    def _etcd(self) -> list[str]:
        client, peer = f"http://{HOST}:{self.ports.etcd}", f"http://{HOST}:{self.ports.etcd_peer}"
        return [
            f"--data-dir={self.folder / 'etcd'}",
            f"--listen-client-urls={client}",
            f"--advertise-client-urls={client}",
            f"--listen-peer-urls={peer}",
            f"--initial-advertise-peer-urls={peer}",
            f"--initial-cluster=default={peer}",
            "--unsafe-no-fsync",
            "--log-level=warn",
        ]

    def _controllers(self) -> list[str]:
        return [
            f"--kubeconfig={self.pki.client_kubeconfig('controllers')}",
            f"--bind-address={HOST}",
            f"--secure-port={self.ports.controllers}",
            "--leader-elect=false",
            "--use-service-account-credentials",
            "--kube-api-qps=200",  # with 20, making an account per controller takes 4 s
            "--kube-api-burst=400",
            f"--service-account-private-key-file={self.pki.key('service-accounts')}",
            f"--root-ca-file={self.pki.ca}",
        ]

    def _scheduler(self, configuration: Path, port: int) -> list[str]:
        return [f"--config={configuration}", f"--bind-address={HOST}", f"--secure-port={port}"]
