# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""``bondstone identities import --from-service`` proposes, and says that it only does."""

import json
from pathlib import Path

import pytest

from localcluster.cluster import LocalCluster
from localcluster.reports import ReportsFile
from localcluster.sources import services_document
from tests.integration.commands.conftest import Command
from tests.integration.commands.test_identities_import import OTHER, UUID, specs


def test_what_a_service_knows_is_proposed_by_what_nodes_say_of_themselves(
    bondstone: Command, cluster: LocalCluster, reports: ReportsFile, tmp_path: Path
) -> None:
    reports.trust(UUID)
    reports.trust(OTHER)
    by_uuid = tmp_path / "by-uuid.json"
    by_uuid.write_text(reports.path.read_text().replace('"node"', '"hardwareUUID"'))
    document = tmp_path / "services.json"
    entries = [
        {"name": "hvs", "type": "UnsafeReportsFile", "file": str(by_uuid),
         "identity": "hardware-uuid"},
        {"name": "lab", "type": "UnsafeReportsFile", "file": str(reports.path)},
    ]  # fmt: skip
    document.write_text(services_document(entries))
    said = json.dumps({"status": {"nodeInfo": {"systemUUID": UUID.upper()}}})
    cluster.kubectl("patch", "node", "m2", "--subresource=status", "--type=merge", "-p", said)
    given = ("identities", "import", f"--verification-services={document}")
    ended = bondstone(*given, "--from-service=hvs")
    assert ended.returncode == 1, ended.stderr
    assert "PROPOSALS, evidence of nothing" in ended.stdout
    assert f"create     m2  hardwareUUID {UUID}  (the node says so of itself" in ended.stdout
    assert f"remark: hardware-uuid {OTHER}: no node matches" in ended.stderr
    assert bondstone(*given, "--from-service=hvs", "--apply").returncode == 0
    assert specs(cluster) == {"m2": {"hardwareUUID": UUID}}
    by_name = bondstone(*given, "--from-service=lab")
    assert by_name.returncode == 2
    assert "it knows nodes by their names" in by_name.stderr
    unknown = bondstone(*given, "--from-service=other")
    assert unknown.returncode == 2
    assert "only hvs, lab are configured" in unknown.stderr


@pytest.mark.parametrize("arguments", [(), ("x.csv", "--from-service=hvs")])
def test_there_is_one_origin(bondstone: Command, arguments: tuple[str, ...]) -> None:
    ended = bondstone("identities", "import", *arguments)
    assert ended.returncode == 2
    assert "give a table, or --from-service with --verification-services" in ended.stderr
