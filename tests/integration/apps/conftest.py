# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A control plane, a folder of certificates, and the command."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from certs.trial import write_trial_certificates
from localcluster.cluster import LocalCluster, running
from tests.integration.apps.servers import Servers, servers_running

REPORTS = "apiVersion: bondstone.dev/v1alpha1\nkind: NodeReports\nreports: []\n"
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def cluster() -> Iterator[LocalCluster]:
    """Return a running control plane."""
    with running() as one:
        yield one


@pytest.fixture(scope="session")
def servers(cluster: LocalCluster) -> Iterator[Servers]:
    """Return webhook and extender, running in that control plane."""
    with servers_running(cluster) as running_servers:
        yield running_servers


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with certificates and reports that are as they should be."""
    names, lifetime = ["127.0.0.1"], timedelta(days=1)
    write_trial_certificates(tmp_path, names=names, lifetime=lifetime, now=datetime.now(UTC))
    (tmp_path / "reports.yaml").write_text(REPORTS)
    return tmp_path


@pytest.fixture
def run(cluster: LocalCluster, folder: Path) -> Run:
    """Return a function that starts a component which should not start, and returns how it ended.

    Options are those of a good start, but for what the test changes; None leaves one out.
    """

    def start(
        component: str, *flags: str, **changes: str | None
    ) -> subprocess.CompletedProcess[str]:
        options: dict[str, str | None] = {
            "kubeconfig": str(cluster.kubeconfig),
            "host": "127.0.0.1",
            "health-port": str(cluster.ports.hub_health),
        }
        if component != "hub":
            options |= {
                "port": str(cluster.ports.webhook),
                "tls-cert": str(folder / f"{component}.crt"),
                "tls-key": str(folder / f"{component}.key"),
                "client-ca": str(folder / "ca.crt"),
                "client-name": "kube-apiserver",
            }
        if component != "webhook":
            options["unsafe-reports-file"] = str(folder / "reports.yaml")
        options |= {key.replace("_", "-"): value for key, value in changes.items()}
        given = [f"--{key}={value}" for key, value in options.items() if value is not None]
        return subprocess.run(
            [sys.executable, "-m", "cli", component, *given, *flags],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    return start
