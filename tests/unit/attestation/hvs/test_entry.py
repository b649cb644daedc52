# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""An HVS in the document of verification services."""

from datetime import timedelta
from pathlib import Path

import pytest
import yaml

from attestation.services_document import ServicesError, parse_services
from trust.report import IdentityKind

GOOD = """
apiVersion: bondstone.dev/v1alpha1
kind: VerificationServices
services:
  - name: hvs-eu
    type: HVS
    pollPeriod: 5s
    url: https://hvs.example:8443/hvs/v2
    aasURL: https://aas.example:8444/aas/v1
    caFile: ca.pem
    usernameFile: username
    passwordFile: password
    samlCertificatesFile: saml.pem
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("ca.pem", "username", "password", "saml.pem"):
        (tmp_path / name).touch()
    return tmp_path


def changed(**changes: object) -> bytes:
    document = yaml.safe_load(GOOD)
    document["services"][0].update(changes)
    return yaml.safe_dump(document).encode()


def test_an_entry_is_read_and_nothing_is_asked(folder: Path) -> None:
    (found,) = parse_services(changed(), folder=folder)
    assert (found.name, found.pace.period) == ("hvs-eu", timedelta(seconds=5))
    service = found.open()
    assert (service.name, service.kind) == ("hvs-eu", IdentityKind.HARDWARE_UUID)
    service.close()


@pytest.mark.parametrize(
    "changes",
    [
        {"reports": "SAML"},
        {"reports": "JSON", "samlCertificatesFile": None},
        {"reports": "JSON"},
        {"pageSize": 100, "fullReadEvery": 1, "signedReportsPerPoll": 1000},
    ],
)
def test_what_may_be_said_may_be_said(folder: Path, changes: dict[str, object]) -> None:
    (found,) = parse_services(changed(**changes), folder=folder)
    found.open().close()


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"url": None}, r"services\[0\]\.url: is required"),
        ({"url": "http://hvs.example"}, r"\.url: .* must be https"),
        ({"aasURL": None}, r"aasURL: is required"),
        ({"aasURL": "https://user:secret@aas.example"}, r"aasURL: the URL holds credentials"),
        ({"caFile": None}, r"caFile: is required"),
        ({"caFile": "none"}, r"caFile: .* is not a file"),
        ({"usernameFile": None}, r"usernameFile: is required"),
        ({"passwordFile": "none"}, r"passwordFile: .* is not a file"),
        ({"samlCertificatesFile": None}, r"samlCertificatesFile: is required"),
        ({"reports": "XML"}, r"reports: must be one of SAML, JSON"),
        ({"pageSize": 0}, r"pageSize: must be from 1 to 10000"),
        ({"signedReportsPerPoll": 1_000_000}, r"signedReportsPerPoll: must be from 1"),
        ({"fullReadEvery": True}, r"fullReadEvery: must be a whole number"),
        ({"password": "x"}, r"password: is not a field"),
    ],
)
def test_what_is_wrong_is_named(folder: Path, changes: dict[str, object], problem: str) -> None:
    with pytest.raises(ServicesError, match=problem):
        parse_services(changed(**changes), folder=folder)
