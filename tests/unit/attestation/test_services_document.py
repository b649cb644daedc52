# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The document of --verification-services."""

from datetime import timedelta
from pathlib import Path

import pytest
import yaml

from attestation.services_document import ServicesError, parse_services

ENTRY = {"name": "lab", "type": "UnsafeReportsFile", "file": "reports.yaml"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "reports.yaml").touch()
    return tmp_path


def document(*services: object, **changes: object) -> bytes:
    usual = {"apiVersion": "bondstone.dev/v1alpha1", "kind": "VerificationServices"}
    return yaml.safe_dump({**usual, "services": list(services), **changes}).encode()


def entry(**changes: object) -> dict[str, object]:
    return {**ENTRY, **changes}


def test_each_service_has_its_own_pace(folder: Path) -> None:
    content = document(entry(), entry(name="hvs", pollPeriod="1s", maxStaleness="10s"))
    lab, hvs = parse_services(content, folder=folder)
    assert (lab.name, lab.pace.max_staleness) == ("lab", timedelta(seconds=30))
    assert (hvs.pace.period, hvs.pace.longest_pause) == (timedelta(seconds=1), timedelta(seconds=5))
    assert lab.open().name == "lab"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"services: [", "document: "),
        (document(entry(), apiVersion="v1"), "apiVersion: must be"),
        (document(entry(), kind="NodeReports"), "kind: must be one of VerificationServices"),
        (document(), "services: must name 1 to 16"),
        (document(*[entry(name=f"s{n}") for n in range(17)]), "services: must name 1 to 16"),
        (document(entry(), more=1), "more: is not a field"),
        (document("lab"), r"services\[0\]: must be an object"),
        (document(entry(name="Lab")), r"services\[0\]\.name: 'Lab' must be"),
        (document(entry(), entry()), r"services\[1\]\.name: 'lab' stands twice"),
        (document(entry(type="HAL")), r"services\[0\]\.type: must be one of"),
        (document(entry(files="x")), r"services\[0\]\.files: is not a field"),
        (document(entry(file="gone")), r"services\[0\]\.file: .* is not a file"),
        (document(entry(pollPeriod="soon")), r"services\[0\]\.pollPeriod: 'soon' is not a dur"),
        (document(entry(pollPeriod="20s")), r"pollPeriod: must be at most half of maxStaleness"),
        (document(entry(deadline="31s")), r"deadline: must not be longer than maxStaleness"),
    ],
)
def test_what_it_is_not_is_said_with_the_field(folder: Path, content: bytes, said: str) -> None:
    with pytest.raises(ServicesError, match=said):
        parse_services(content, folder=folder)
