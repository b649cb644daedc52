# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""An API server with our resources, nodes, and the command."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from localcluster.cluster import LocalCluster, running
from localcluster.reports import ReportsFile
from localcluster.scheduler import MANIFESTS
from localcluster.waiting import wait_for

Command = Callable[..., subprocess.CompletedProcess[str]]
NODES = ("m1", "m2")


@pytest.fixture(scope="package")
def cluster() -> Iterator[LocalCluster]:
    """Return a control plane of two nodes."""
    with running() as one:
        one.kubectl("apply", "-f", str(MANIFESTS / "base" / "crds"))
        one.kubectl("wait", "--for=condition=Established", "crd/nodeidentities.bondstone.dev")
        for node in NODES:
            one.nodes.add(node)
        made = datetime.now(UTC)
        # A Report counts that is later than the Node object, whose instant has whole seconds.
        wait_for(lambda: datetime.now(UTC) - made > timedelta(seconds=2), seconds=5, what="a while")
        yield one


@pytest.fixture(autouse=True)
def _no_identity_is_left(cluster: LocalCluster) -> Iterator[None]:
    yield
    cluster.kubectl("delete", "nodeidentities", "--all")


@pytest.fixture
def bondstone(cluster: LocalCluster) -> Command:
    """Return a function that runs the command as administrator, or as somebody else."""

    def run(
        *arguments: str | Path, stdin: str = "", kubeconfig: Path | None = None
    ) -> subprocess.CompletedProcess[str]:
        given = [*map(str, arguments), f"--kubeconfig={kubeconfig or cluster.kubeconfig}"]
        return subprocess.run(
            [sys.executable, "-m", "cli", *given],
            input=stdin,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    return run


@pytest.fixture
def reports(tmp_path: Path) -> Iterator[ReportsFile]:
    """Return a file of Reports that is written as a service would."""
    file = ReportsFile(tmp_path / "reports.json")
    yield file
    file.stop()
