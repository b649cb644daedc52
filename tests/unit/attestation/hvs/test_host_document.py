# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Hosts and their states."""

import pytest

from attestation.hvs.host_document import CONNECTED, Host, parse_host
from tests.unit.attestation.hvs.samples import sample_json
from trust.errors import ReportError


def test_the_recorded_host_is_read() -> None:
    assert parse_host(sample_json("hosts.json")["hosts"][0]) == Host(
        id="47a3b602-f321-4e03-b3b2-8f3ca3cde128",
        hardware_uuid="0009e54e-642f-e511-906e-0012795d96dd",
        state=CONNECTED,
    )


@pytest.mark.parametrize("status", [None, {}, {"host_state": None}, {"host_state": "connected"}])
def test_a_state_that_is_not_documented_is_none(status: object) -> None:
    assert parse_host(sample_json("hosts.json")["hosts"][0] | {"status": status}).state == ""


def test_a_host_that_was_never_reached_has_no_hardware_uuid() -> None:
    found = parse_host(sample_json("hosts.json")["hosts"][0] | {"hardware_uuid": None})
    assert found.hardware_uuid == ""


@pytest.mark.parametrize(
    "change", [{"id": None}, {"hardware_uuid": "x"}, {"status": {"host_state": 1}}]
)
def test_anything_else_is_no_host(change: dict[str, object]) -> None:
    with pytest.raises(ReportError):
        parse_host(sample_json("hosts.json")["hosts"][0] | change)
