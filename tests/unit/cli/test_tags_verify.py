# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Whether a record counts, and why not."""

from pathlib import Path

import pytest

from attestation.tags.errors import TagsError
from tests.unit.attestation.tags.builders import EK_HASH, KEY, SERIAL, public_pem, record_text
from tests.unit.cli.desk import TagDesk


@pytest.fixture
def desk(tmp_path: Path) -> TagDesk:
    return TagDesk(tmp_path)


def test_a_record_of_the_authority_counts(desk: TagDesk) -> None:
    path = desk.write("record.jwt", desk.issued(f"--ek-hash={EK_HASH}"))
    result = desk.run("verify", f"--authority={desk.public}", f"--ek-hash={EK_HASH}", path)
    assert result.exit_code == 0
    assert result.output.startswith("counts until ")
    assert result.output.endswith("Z: region=EU\n")


def test_a_record_may_come_from_standard_input_and_the_machine_may_be_unknown(
    desk: TagDesk,
) -> None:
    text = desk.issued(f"--ek-hash={EK_HASH}")
    result = desk.run("verify", f"--authority={desk.public}", "-", stdin=text)
    assert result.exit_code == 0
    assert f"not compared with any machine (--ek-hash): EK hash {EK_HASH}" in result.output


def test_a_machine_may_be_named_by_its_ek(desk: TagDesk) -> None:
    ek = desk.write("ek.pem", public_pem(KEY).decode())
    text = desk.issued(f"--ek-pem={ek}")
    args = ("verify", f"--authority={desk.public}", f"--ek-pem={ek}", "-")
    assert desk.run(*args, stdin=text).exit_code == 0


def test_a_revoked_record_does_not_count(desk: TagDesk) -> None:
    text = desk.issued(f"--ek-hash={EK_HASH}")
    serial = desk.run("show", "-", stdin=text).output.split()[1]
    desk.run("revoke", f"--authority-key={desk.key}", f"--revocations={desk.list}", serial)
    files = (f"--authority={desk.public}", f"--revocations={desk.list}")
    result = desk.run("verify", *files, "-", stdin=text)
    assert result.exit_code == 1
    assert f"does not count: tag-record-revoked: tag record {serial} is revoked" in result.output


@pytest.mark.parametrize(
    ("text", "machine", "code"),
    [
        ("no record", EK_HASH, "tag-record-invalid"),
        (record_text(), EK_HASH, "tag-record-expired"),
        (record_text(), "cd" * 32, "tag-record-wrong-ek"),
    ],
)
def test_a_record_that_does_not_count_is_told_with_its_reason(
    desk: TagDesk, text: str, machine: str, code: str
) -> None:
    path = desk.write("record.jwt", text)
    result = desk.run("verify", f"--authority={desk.public}", f"--ek-hash={machine}", path)
    assert result.exit_code == 1
    assert result.output.startswith(f"does not count: {code}: ")


def test_a_record_of_another_authority_does_not_count(desk: TagDesk) -> None:
    text = desk.issued(f"--ek-hash={EK_HASH}", key=desk.other_key)
    result = desk.run("verify", f"--authority={desk.public}", "-", stdin=text)
    assert result.exit_code == 1
    assert "does not count: tag-record-wrong-key: " in result.output
    assert desk.run("verify", f"--authority={desk.both}", "-", stdin=text).exit_code == 0


def test_where_nobody_can_tell_the_exit_code_is_2(desk: TagDesk) -> None:
    path = desk.write("record.jwt", record_text(serial=SERIAL))
    args = ("verify", f"--authority={desk.public}", f"--revocations={desk.list}", path)
    result = desk.run(*args)  # main() makes exit code 2 of it
    assert isinstance(result.exception, TagsError)
    result = desk.run("verify", f"--authority={desk.key}", path)
    assert isinstance(result.exception, TagsError)
    assert desk.run("verify", path).exit_code == 2
