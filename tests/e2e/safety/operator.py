# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Somebody who follows the documents on a cluster in which pods are created all the time."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from localcluster.bondstone import Bondstone, Sources
from localcluster.cluster import LocalCluster, running
from localcluster.reports import ReportsFile
from tests.e2e.safety.client import Client

PAYMENTS, OPEN, SYSTEM = "payments", "shop", "kube-system"
NODE = "machine"
POLICY = """
apiVersion: bondstone.dev/v1alpha1
kind: TrustPolicy
metadata: {name: nothing-runs-here}
spec:
  match: {namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: payments}}}
  images: {encryption: Required, keyProviders: [provider.nobody]}
  nodes: {trust: Required}
"""
TEMPLATE = """
apiVersion: apps/v1
kind: Deployment
metadata: {name: left, namespace: shop}
spec:
  replicas: 0
  selector: {matchLabels: {app: left}}
  template:
    metadata: {labels: {app: left}}
    spec:
      schedulerName: bondstone-scheduler
      affinity: {nodeAffinity: {}}
      containers: [{name: main, image: registry.invalid/left:1}]
"""


class Operator:
    """Somebody who follows the documents, and plays the kubelet that this cluster has not."""

    def __init__(self, cluster: LocalCluster, folder: Path) -> None:
        self.cluster = cluster
        self.reports = ReportsFile(cluster.folder / "reports.json")
        self.bondstone = Bondstone(cluster, Sources(reports=self.reports.path))
        self.client = Client(cluster.api, PAYMENTS, OPEN, SYSTEM)
        self.folder = folder
        (folder / "policy.yaml").write_text(POLICY)
        programs = (Path(sys.executable).parent, cluster.binaries["kubectl"].parent)
        self._environment = {
            **os.environ,
            "PATH": ":".join([*map(str, programs), os.environ["PATH"]]),
            "KUBECONFIG": str(cluster.kubeconfig),
            "BONDSTONE_PREFLIGHT_KUBECONFIG": str(cluster.kubeconfig),
            "BONDSTONE_STATUS_KUBECONFIG": str(cluster.kubeconfig),
            "OVERLAY": str(self.bondstone.overlay()),
        }

    def types(self, script: str, *, goes_on: bool = False) -> str:
        """Run what a document prints, and return what it said; a failure fails the story."""
        done = subprocess.run(
            ["bash", "-c" if goes_on else "-ec", script],
            cwd=self.folder,
            env=self._environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=180,
        )
        assert goes_on or done.returncode == 0, f"{script}\n{done.stdout}"
        return done.stdout

    def decided(self) -> float:
        """Return how many reviews /validate has let through."""
        lines = self.bondstone.metrics("webhook").splitlines()
        of_validate = 'bondstone_admission_decisions_total{endpoint="validate"'
        found = [line for line in lines if line.startswith(of_validate) and "allow" in line.lower()]
        return sum(float(line.rsplit(" ", 1)[1]) for line in found)


@contextmanager
def operating(folder: Path) -> Iterator[Operator]:
    """Start a cluster with nothing of ours, in which pods are created all the time."""
    with ExitStack() as stack:
        cluster = stack.enter_context(running())
        cluster.nodes.add(NODE)
        for namespace in (PAYMENTS, OPEN):
            cluster.kubectl("create", "namespace", namespace)
        cluster.kubectl("apply", "-f", "-", stdin=TEMPLATE)
        cluster.kubectl("label", "namespace", PAYMENTS, "bondstone.dev/protected=true")
        operator = Operator(cluster, folder)
        stack.callback(operator.reports.stop)
        stack.callback(operator.bondstone.stop)
        stack.callback(operator.client.stop)
        operator.reports.trust(NODE)
        operator.reports.start()
        operator.client.start()
        yield operator
