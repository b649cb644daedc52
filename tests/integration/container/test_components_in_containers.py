# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Webhook, extender and hub from the image, as somebody, with nothing that they could write."""

from collections.abc import Iterator

import pytest

from localcluster.bondstone import Bondstone, Sources
from localcluster.cluster import LocalCluster, running
from localcluster.reports import ReportsFile
from tests.integration.container.conftest import Built

COMPONENTS = ("webhook", "extender", "hub")


@pytest.fixture(scope="module")
def cluster(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCluster]:
    """Return a control plane, started when the image is there.

    Its folder is no one's home: those of the image keep others out, and so what is mounted there.
    """
    with running(folder=tmp_path_factory.mktemp("cluster")) as one:
        yield one


@pytest.fixture(scope="module")
def bondstone(built: Built, cluster: LocalCluster) -> Iterator[Bondstone]:
    """Return all components in containers, ready."""
    reports = ReportsFile(cluster.folder / "reports.json")
    volume = f"--volume={cluster.folder}:{cluster.folder}:ro"
    # The user of the container owns nothing of what is written for it on the way.
    readable = ["sh", "-c", 'chmod -R a+rX "$0" && exec "$@"', str(cluster.folder)]
    program = [*readable, *built.program(volume)]
    components = Bondstone(cluster, Sources(reports=reports.path), program)
    components.install()
    reports.start()
    try:
        for name in COMPONENTS:
            components.launch(name)
        for name in COMPONENTS:
            components.wait_ready(name)
        yield components
    finally:
        components.stop()
        reports.stop()


@pytest.mark.parametrize("name", COMPONENTS)
def test_each_is_ready_as_somebody_without_any_right(bondstone: Bondstone, name: str) -> None:
    assert bondstone.readiness(name) == "ok"
