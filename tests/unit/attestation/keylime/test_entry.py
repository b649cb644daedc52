# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A Keylime in the document of verification services."""

from datetime import timedelta
from pathlib import Path

import pytest
import yaml

from attestation.services_document import ServicesError, parse_services

GOOD = """
apiVersion: bondstone.dev/v1alpha1
kind: VerificationServices
services:
  - name: keylime-eu
    type: Keylime
    pollPeriod: 2s
    maxAge: 12s
    pcrs: [0, 7]
    url: https://keylime.example:8881
    registrarURL: https://keylime.example:8891
    caFile: ca.crt
    clientCertificateFile: poller.crt
    clientKeyFile: poller.key
    serverName: localhost
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("ca.crt", "poller.crt", "poller.key"):
        (tmp_path / name).touch()
    return tmp_path


def changed(**changes: object) -> bytes:
    document = yaml.safe_load(GOOD)
    document["services"][0].update(changes)
    return yaml.safe_dump(document).encode()


def test_an_entry_is_read_and_nothing_is_asked(folder: Path) -> None:
    (found,) = parse_services(changed(), folder=folder)
    assert (found.name, found.pace.period) == ("keylime-eu", timedelta(seconds=2))
    service = found.open()
    assert service.name == "keylime-eu"
    service.close()


def test_what_may_be_left_out_may_be_left_out(folder: Path) -> None:
    parse_services(
        changed(maxAge=None, pcrs=None, serverName=None, unsafeAnyPCRs=True), folder=folder
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"maxAge": "4s"},
        {"maxAge": None, "pollPeriod": "5s"},
        {"maxAge": "60s", "pollPeriod": "30s", "maxStaleness": "60s"},
    ],
)
def test_a_quote_may_count_for_two_polls_and_longer(
    folder: Path, changes: dict[str, object]
) -> None:
    parse_services(changed(**changes), folder=folder)


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"url": None}, r"services\[0\]\.url: is required"),
        ({"url": "http://a"}, r"\.url: .* must be https"),
        ({"registrarURL": None}, r"registrarURL: is required"),
        ({"registrarURL": "https://a/?b"}, r"registrarURL: .* must end with its path"),
        ({"caFile": "none"}, r"caFile: .* is not a file"),
        ({"clientKeyFile": None}, r"clientKeyFile: is required"),
        ({"token": "x"}, r"token: is not a field"),
        ({"pcrs": [24]}, r"pcrs\[0\]: must be a PCR"),
        ({"pcrs": [True]}, r"pcrs\[0\]: must be a PCR"),
        ({"pcrs": ["7"]}, r"pcrs\[0\]: must be a PCR"),
        ({"maxAge": "soon"}, r"maxAge: 'soon' is not a duration"),
        ({"maxAge": "3900ms"}, r"maxAge: must be at least twice pollPeriod"),
        ({"maxAge": None, "pollPeriod": "5100ms"}, r"pollPeriod: is longer than 5s: give maxAge"),
        ({"unsafeAnyPCRs": "yes"}, r"unsafeAnyPCRs: must be true or false"),
    ],
)
def test_what_is_wrong_is_named(folder: Path, changes: dict[str, object], problem: str) -> None:
    with pytest.raises(ServicesError, match=problem):
        parse_services(changed(**changes), folder=folder)
