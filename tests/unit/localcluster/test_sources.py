# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What localcluster tells Bondstone's components of those who vouch for nodes."""

from pathlib import Path

import pytest

from attestation.services_document import parse_services
from localcluster.errors import LocalClusterError
from localcluster.sources import Sources


def test_services_become_a_document_that_bondstone_reads(tmp_path: Path) -> None:
    reports = tmp_path / "reports.json"
    reports.write_text("{}")
    entry = {"name": "one", "type": "UnsafeReportsFile", "file": str(reports), "pollPeriod": "1s"}

    (option,) = Sources(services=[entry]).vouching(tmp_path)

    document = Path(option.removeprefix("--verification-services="))
    (service,) = parse_services(document.read_bytes(), folder=tmp_path)
    assert (service.name, service.pace.period.total_seconds()) == ("one", 1)


def test_a_file_of_reports_has_its_pace_on_the_command_line(tmp_path: Path) -> None:
    assert Sources(reports=tmp_path / "reports.json", max_staleness="9s").vouching(tmp_path) == [
        f"--unsafe-reports-file={tmp_path}/reports.json",
        "--max-staleness=9s",
        "--poll-period=500ms",
    ]


def test_components_are_not_started_with_nobody_to_vouch(tmp_path: Path) -> None:
    with pytest.raises(LocalClusterError, match="give a file of Reports"):
        Sources().vouching(tmp_path)
