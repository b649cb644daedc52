# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Texts of records against what the authority has published."""

from pathlib import Path

import pytest

from attestation.tags.authority import AuthorityFiles
from attestation.tags.reader import AuthorityReader, NoAuthority
from attestation.tags.revocations import issue_revocations
from tests.unit.attestation.tags.builders import KEY, OTHER_KEY, SERIAL, public_pem, record_text
from tests.unit.trust.builders import NOON
from trust.tag_record import ReadRecord, TagRecord
from trust.verdict import Finding, Outcome


class Desk:
    """A reader, its files, and a clock that a test moves."""

    def __init__(self, folder: Path) -> None:
        self.keys = folder / "authority.pem"
        self.list = folder / "revoked.jwt"
        self.seconds = 0.0
        self.keys.write_bytes(public_pem(KEY))
        self.revoke()
        files = AuthorityFiles(self.keys, self.list, now=lambda: NOON)
        self.reader = AuthorityReader(files, clock=lambda: self.seconds)

    def revoke(self, *serials: str) -> None:
        """Publish a list."""
        self.list.write_text(issue_revocations(serials, issuer="desk", key=KEY, now=NOON))

    def later(self) -> None:
        """Let a second pass."""
        self.seconds += 1


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def code_of(read: ReadRecord) -> str:
    return read.code if isinstance(read, Finding) else ""


def test_a_record_of_the_authority_is_read(desk: Desk) -> None:
    record = desk.reader.read(record_text())
    assert isinstance(record, TagRecord)
    assert not record.revoked
    assert desk.reader.problem() is None


def test_a_record_that_is_revoked_says_so_within_a_second(desk: Desk) -> None:
    before = desk.reader.revision
    desk.revoke(SERIAL)
    desk.later()
    record = desk.reader.read(record_text())
    assert isinstance(record, TagRecord)
    assert record.revoked
    assert desk.reader.revision > before


def test_files_are_not_looked_at_for_every_record(desk: Desk) -> None:
    desk.revoke(SERIAL)
    record = desk.reader.read(record_text())
    assert isinstance(record, TagRecord)
    assert not record.revoked


def test_nothing_that_stays_the_same_is_a_new_revision(desk: Desk) -> None:
    before = desk.reader.revision
    desk.later()
    assert desk.reader.revision == before


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("no record", "tag-record-invalid"),
        (record_text(key=OTHER_KEY), "tag-record-wrong-key"),
    ],
)
def test_a_text_that_is_no_record_of_the_authority_is_denied(
    desk: Desk, text: str, code: str
) -> None:
    read = desk.reader.read(text)
    assert code_of(read) == code
    assert isinstance(read, Finding)
    assert read.outcome is Outcome.DENY
    assert desk.reader.read(text) == read


def test_without_a_usable_list_of_revocations_no_record_counts(desk: Desk) -> None:
    desk.list.write_text("{}")
    desk.later()
    read = desk.reader.read(record_text())
    assert code_of(read) == "tag-revocations-unknown"
    assert isinstance(read, Finding)
    assert read.outcome is Outcome.UNKNOWN
    assert str(desk.list) in (desk.reader.problem() or "")
    assert code_of(desk.reader.read(record_text(key=OTHER_KEY))) == "tag-record-wrong-key"


def test_a_key_that_was_taken_away_verifies_nothing_any_more(desk: Desk) -> None:
    text = record_text()
    assert isinstance(desk.reader.read(text), TagRecord)
    desk.keys.write_bytes(public_pem(OTHER_KEY))
    desk.later()
    assert code_of(desk.reader.read(text)) == "tag-record-wrong-key"


def test_without_keys_nobody_can_tell(desk: Desk) -> None:
    desk.keys.unlink()
    desk.later()
    read = desk.reader.read(record_text())
    assert code_of(read) == "tag-authority-unknown"
    assert isinstance(read, Finding)
    assert read.outcome is Outcome.UNKNOWN


def test_a_component_without_an_authority_says_so() -> None:
    read = NoAuthority().read(record_text())
    assert code_of(read) == "tag-authority-unknown"
    assert NoAuthority().revision == 0
