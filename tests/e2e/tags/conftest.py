# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The stories' world with a service that knows machines by their EK, and no tags."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from localcluster.bondstone import Bondstone, Sources
from localcluster.images import Pushed
from localcluster.reports import ReportsFile
from localcluster.sources import services_document
from localcluster.world import OTHER, World
from tests.e2e.tags.desk import EK, NODE, Runs, TagDesk


@pytest.fixture(scope="package")
def desk(world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TagDesk]:
    """Let the components believe this service and this authority, and then the usual ones."""
    desk = TagDesk(world=world, folder=tmp_path_factory.mktemp("desk"))
    desk.make()
    world.cluster.nodes.add(NODE)
    desk.identify()
    reports = ReportsFile(desk.folder / "by-ek.json", identity="ekHash")
    reports.trust(EK)
    reports.start()
    bondstone = Bondstone(world.cluster, _sources(desk, reports.path))
    world.bondstone.stop()
    try:
        bondstone.start()
        yield desk
    finally:
        bondstone.stop()
        reports.stop()
        world.cluster.nodes.delete(NODE)
        world.kubectl("delete", "nodeidentity", NODE)
        world.bondstone.start()


def _sources(desk: TagDesk, reports: Path) -> Sources:
    service = {
        "name": "tpm", "type": "UnsafeReportsFile", "file": str(reports), "identity": "ek-hash",
        "pollPeriod": "500ms", "maxStaleness": "6s",
    }  # fmt: skip
    desk.services.write_text(services_document([service]))
    return Sources(
        services=[service], tag_authority=desk.authority, tag_revocations=desk.revocations
    )


@pytest.fixture
def runs(desk: TagDesk, plain: Pushed, name: Callable[[], str]) -> Iterator[Runs]:
    """Create pods that ask for region=EU; the node has no record afterwards."""

    def run() -> str:
        pod = name()
        desk.run(pod, plain.reference, namespace=OTHER)
        return pod

    yield run
    desk.give()
    desk.wait_for_region("")
