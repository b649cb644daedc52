# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What a text says of itself."""

import json
from pathlib import Path

import pytest

from attestation.tags.errors import MalformedError
from attestation.tags.revocations import issue_revocations
from tests.unit.attestation.tags.builders import EK_HASH, KEY, SERIAL, record_text
from tests.unit.cli.desk import TagDesk
from tests.unit.trust.builders import NOON


@pytest.fixture
def desk(tmp_path: Path) -> TagDesk:
    return TagDesk(tmp_path)


def test_a_record_is_told_and_called_unverified(desk: TagDesk) -> None:
    result = desk.run("show", "-", stdin=record_text(region="EU", tier="1") + "\n")
    assert result.exit_code == 0
    assert result.output.splitlines() == [
        f"serial   {SERIAL}",
        "issuer   tag desk",
        f"key      {KEY.thumbprint}",
        f"EK hash  {EK_HASH}",
        "tags     region=EU, tier=1",
        "issued   2026-01-01T12:00:00Z",
        "expires  2026-01-01T13:00:00Z",
        "not verified: anybody can write this; bondstone tags verify says whether it counts",
    ]


def test_programs_get_json(desk: TagDesk) -> None:
    path = desk.write("record.jwt", record_text())
    document = json.loads(desk.run("show", path, "-o", "json").output)
    assert document["verified"] is False
    assert document["kid"] == KEY.thumbprint
    assert document["claims"]["tags"] == {"region": "EU"}


def test_a_list_of_revocations_is_told_too(desk: TagDesk) -> None:
    text = issue_revocations([SERIAL], issuer="tag desk", key=KEY, now=NOON)
    lines = desk.run("show", desk.write("list.jwt", text)).output.splitlines()
    assert "revoked  1" in lines
    assert f"         {SERIAL}" in lines


@pytest.mark.parametrize("text", ["", "no record", "a.b.c", "{}"])
def test_anything_else_is_one_sentence(desk: TagDesk, text: str) -> None:
    result = desk.run("show", desk.write("record.jwt", text))
    assert isinstance(result.exception, MalformedError)
    assert "record.jwt is no tag record: it is no compact JWS" in str(result.exception) or (
        "its header" in str(result.exception)
    )
