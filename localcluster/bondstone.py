# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Bondstone on a local cluster: manifests applied, three processes with exactly their own roles."""

import base64
import copy
import json
import shutil
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import urllib3

from certs.trial import EXTENDER_CLIENT, WEBHOOK_CLIENT
from localcluster.cluster import LocalCluster
from localcluster.errors import LocalClusterError
from localcluster.ports import HOST
from localcluster.process import Process
from localcluster.scheduler import MANIFESTS
from localcluster.sources import Sources as Sources  # who starts components takes it from here
from localcluster.waiting import LONGEST

NAMESPACE = "bondstone-system"


class Bondstone:
    """Webhook, extender and hub as processes of this machine.

    Args:
        cluster: Where to run.
        sources: What they are told.
        program: What stands before a component's name and options; None for this very Python.
    """

    def __init__(
        self, cluster: LocalCluster, sources: Sources, program: Sequence[str] | None = None
    ) -> None:
        self._cluster = cluster
        self._program = program or (sys.executable, "-m", "cli")
        self._sources = sources
        self._folder = cluster.folder / "bondstone"
        self._folder.mkdir(exist_ok=True)
        self.processes: dict[str, Process] = {}

    def install(self) -> str:
        """Apply the manifests of the overlay ``local`` and return what kubectl said."""
        said = self._cluster.kubectl("apply", "-k", str(self.overlay()))
        self._cluster.kubectl(
            "wait",
            "--for=condition=Established",
            "crd/trustpolicies.bondstone.dev",
            "crd/nodeidentities.bondstone.dev",
        )
        return said

    def overlay(self) -> Path:
        """Write a copy of the overlay ``local`` with this cluster's places, and return it."""
        manifests = self._folder / "manifests"
        shutil.copytree(MANIFESTS, manifests, dirs_exist_ok=True)
        webhook = f"https://{HOST}:{self._cluster.ports.webhook}"
        ca = base64.b64encode(self._cluster.pki.ca.read_bytes()).decode()
        (manifests / "overlays" / "local" / "local.env").write_text(
            f"MUTATE_URL={webhook}/mutate\nVALIDATE_URL={webhook}/validate\nCA_BUNDLE={ca}\n"
        )
        return manifests / "overlays" / "local"

    def beside(self, name: str, program: Sequence[str] | None = None, **ports: int) -> "Bondstone":
        """Return another one on this cluster, with a folder and ports of its own."""
        cluster = copy.copy(self._cluster)
        cluster.ports = replace(self._cluster.ports, **ports)
        cluster.folder = self._cluster.folder / "logs" / name  # kept, as those of a whole run
        cluster.folder.mkdir(exist_ok=True)
        return Bondstone(cluster, self._sources, program)

    def start(self) -> None:
        """Start all three, and wait until they are ready."""
        for name in ("webhook", "extender", "hub"):
            self.launch(name)
        for name in self.processes:
            self.wait_ready(name)

    def launch(self, name: str, *options: str) -> Process:
        """Start one component as its ServiceAccount, with options besides its usual ones."""
        command = [*self._program, name, f"--kubeconfig={self._kubeconfig(name)}"]
        command += [f"--host={HOST}", f"--health-port={self.health_port(name)}"]
        command += [*self._tls(name), *self._arguments(name), *options]
        log = self._cluster.folder / "logs" / f"{name}.log"
        self.processes[name] = Process(f"bondstone {name}", command, log=log)
        return self.processes[name]

    def wait_ready(self, name: str) -> None:
        """Wait until /readyz says so, with notes behind it or without."""

        def ready() -> bool:
            return self.readiness(name).partition("\n")[0] == "ok"

        try:
            self.processes[name].wait_until(ready, seconds=LONGEST)
        except LocalClusterError as exc:
            raise LocalClusterError(f"{exc}\n    /readyz: {self.readiness(name)}") from exc

    def readiness(self, name: str) -> str:
        """Return what /readyz says: ``ok``, or a line for each reason."""
        url = f"http://{HOST}:{self.health_port(name)}/readyz"
        try:
            return urllib3.request("GET", url, retries=False, timeout=10).data.decode().strip()
        except urllib3.exceptions.HTTPError as exc:
            return str(exc)

    def metrics(self, name: str) -> str:
        """Return what a component shows to Prometheus."""
        url = f"http://{HOST}:{self.health_port(name)}/metrics"
        return urllib3.request("GET", url, retries=False, timeout=10).data.decode()

    def health_port(self, name: str) -> int:
        """Return the port of a component's probes and metrics."""
        port: int = getattr(self._cluster.ports, f"{name}_health")
        return port

    def stop(self) -> None:
        """Stop all that run."""
        for process in self.processes.values():
            process.stop()

    def _kubeconfig(self, name: str) -> Path:
        return self._cluster.service_account_kubeconfig(NAMESPACE, f"bondstone-{name}")

    def _tls(self, name: str) -> list[str]:
        if name in ("hub", "issuer"):
            return []
        pki = self._cluster.pki
        client = WEBHOOK_CLIENT if name == "webhook" else EXTENDER_CLIENT
        return [
            f"--port={getattr(self._cluster.ports, name)}",
            f"--tls-cert={pki.certificate(name)}",
            f"--tls-key={pki.key(name)}",
            f"--client-ca={pki.ca}",
            f"--client-name={client}",
        ]

    def _arguments(self, name: str) -> list[str]:
        if name == "issuer":
            return [f"--name={HOST}"]
        vouching = self._sources.vouching(self._folder)
        if name == "webhook":
            registries = self._folder / "registries.json"
            registries.write_text(json.dumps({"registries": self._sources.registries}))
            images = [f"--registries-file={registries}", "--pull-secrets=pods"]
            return images + vouching
        if name == "hub":
            called = f"https://{HOST}:{self._cluster.ports.webhook}"
            calls = [f"--webhook-url={called}", f"--webhook-ca={self._cluster.pki.ca}"]
            hints = self._sources.hints(self._cluster.ports.hub_hints, self._cluster.pki)
            return calls + vouching + hints
        return vouching
