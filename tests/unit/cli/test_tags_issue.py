# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Tag records as the authority issues them."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml

from attestation.tags.errors import KeyFileError, MalformedError
from attestation.tags.record import read_record
from tests.unit.attestation.tags.builders import EK_HASH, KEY, public_pem
from tests.unit.cli.desk import TagDesk


@pytest.fixture
def desk(tmp_path: Path) -> TagDesk:
    return TagDesk(tmp_path)


def test_a_record_is_one_line_that_the_components_read(desk: TagDesk) -> None:
    text = desk.issued(f"--ek-hash={EK_HASH}", "--tag=tier=1", "--issuer=desk", "--valid-for=90d")
    record = read_record(text, KEY.public_keys)
    assert record.tags == {"region": "EU", "tier": "1"}
    assert record.ek_hash == EK_HASH
    assert record.issuer == "desk"
    assert record.expires_at - record.issued_at == timedelta(days=90)
    assert abs(record.issued_at - datetime.now(UTC)) < timedelta(minutes=5)


def test_a_machine_can_be_named_by_its_ek(desk: TagDesk) -> None:
    path = desk.write("ek.pem", public_pem(KEY).decode())
    assert read_record(desk.issued(f"--ek-pem={path}"), KEY.public_keys).ek_hash != EK_HASH


def test_with_a_node_it_is_a_node_identity_to_apply(desk: TagDesk) -> None:
    document = yaml.safe_load(desk.issued(f"--ek-hash={EK_HASH}", "--node=m1.example"))
    assert document["apiVersion"] == "bondstone.dev/v1alpha1"
    assert document["kind"] == "NodeIdentity"
    assert document["metadata"] == {"name": "m1.example"}
    assert document["spec"].keys() == {"ekHash", "tagRecords"}
    assert document["spec"]["ekHash"] == EK_HASH
    (text,) = document["spec"]["tagRecords"]
    assert read_record(text, KEY.public_keys).tags == {"region": "EU"}


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ([], "--ek-hash or --ek-pem is required"),
        ([f"--ek-hash={EK_HASH.upper()}"], "is not the hash of an EK: 64 small hexadecimal"),
        ([f"--ek-hash={EK_HASH}", "--tag=region=US"], "--tag gives a tag twice"),
        ([f"--ek-hash={EK_HASH}", "--valid-for=4y"], "is not a duration"),
        ([f"--ek-hash={EK_HASH}", "--node=M 1"], "is not a name of a node"),
        ([f"--ek-hash={EK_HASH}", "--issuer="], "is not 1 to 200 printable characters"),
    ],
)
def test_a_mistake_is_one_sentence_and_no_record(
    desk: TagDesk, arguments: list[str], problem: str
) -> None:
    result = desk.run("issue", f"--authority-key={desk.key}", "--tag=region=EU", *arguments)
    assert result.exit_code == 2
    assert problem in " ".join(result.output.split())
    assert result.stdout == ""


def test_what_cannot_be_signed_or_would_not_be_read_is_no_record(desk: TagDesk) -> None:
    result = desk.run(
        "issue", f"--authority-key={desk.public}", "--tag=a=b", f"--ek-hash={EK_HASH}"
    )
    assert isinstance(result.exception, KeyFileError)
    many = [f"--tag=t{number}=x" for number in range(64)]
    result = desk.run(
        "issue", f"--authority-key={desk.key}", "--tag=a=b", *many, f"--ek-hash={EK_HASH}"
    )
    assert isinstance(result.exception, MalformedError)
    assert result.stdout == ""
