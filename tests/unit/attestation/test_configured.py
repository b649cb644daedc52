# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Entries of services: files that they name."""

from pathlib import Path

import pytest

from attestation.configured import file_of, unsafe_reports_file
from attestation.pace import Pace
from trust.document import Fields
from trust.errors import ReportError
from trust.report import IdentityKind


def fields(**value: object) -> Fields:
    return Fields(value, path="services[0]", error=ReportError)


def test_a_path_is_meant_from_the_document(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").touch()
    assert file_of(fields(ca="ca.pem"), "ca", tmp_path) == tmp_path / "ca.pem"
    absolute = str(tmp_path / "ca.pem")
    assert file_of(fields(ca=absolute), "ca", Path("/nowhere")) == tmp_path / "ca.pem"
    for name in ("gone.pem", "."):
        with pytest.raises(ReportError, match=r"services\[0\]\.ca: .* is not a file"):
            file_of(fields(ca=name), "ca", tmp_path)


def test_nothing_is_opened_before_it_is_asked_for(tmp_path: Path) -> None:
    (tmp_path / "reports.yaml").touch()
    opened = unsafe_reports_file("lab", fields(file="reports.yaml"), tmp_path, Pace())
    assert opened().name == "lab"


def test_a_file_says_by_what_it_knows_nodes(tmp_path: Path) -> None:
    (tmp_path / "reports.yaml").touch()
    entry = fields(file="reports.yaml", identity="ek-hash")
    assert unsafe_reports_file("lab", entry, tmp_path, Pace())().kind is IdentityKind.EK_HASH
    with pytest.raises(ReportError, match=r"identity: must be one of"):
        unsafe_reports_file("lab", fields(file="reports.yaml", identity="face"), tmp_path, Pace())
