# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""One control plane for all faults; each leaves it as it found it."""

from collections.abc import Iterator

import pytest

from tests.e2e.faults.world import FaultWorld, fault_world_running
from tests.e2e.starting import begun
from tests.integration.attestation.papers import Papers


@pytest.fixture(scope="session")
def faults(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FaultWorld]:
    papers = Papers.made(tmp_path_factory.mktemp("papers"))
    with begun(fault_world_running(papers)) as world:
        yield world


@pytest.fixture(autouse=True)
def _no_pod_is_left(faults: FaultWorld) -> Iterator[None]:
    """Take every pod away, and wait until the nodes are trusted again."""
    yield
    faults.delete_pods()
    for service in faults.services.values():
        service.distort(None)
    faults.wait_marked()
