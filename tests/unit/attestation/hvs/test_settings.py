# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Settings of one HVS."""

from dataclasses import replace
from pathlib import Path

import pytest

from attestation.hvs.settings import Reports
from tests.unit.attestation.hvs.builders import settings


def test_signed_reports_need_somebody_who_may_sign(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="need samlCertificatesFile"):
        replace(settings(tmp_path), saml_certificates_file=None)


def test_reports_in_json_need_nobody(tmp_path: Path) -> None:
    made = replace(settings(tmp_path), reports=Reports.JSON, saml_certificates_file=None)
    assert made.pinned_file is None
    assert replace(settings(tmp_path), reports=Reports.JSON).pinned_file is None
    assert settings(tmp_path).pinned_file == tmp_path / "saml.pem"


@pytest.mark.parametrize("name", ["page", "full_every", "signed_per_poll"])
def test_nothing_is_read_by_none_at_a_time(name: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="at least 1"):
        replace(settings(tmp_path), **{name: 0})  # type: ignore[arg-type]
