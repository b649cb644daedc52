# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The files of a tag authority, read again when they change."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from attestation.tags.authority import AuthorityFiles, read_keys, read_list
from attestation.tags.errors import KeyFileError, RevocationsError
from attestation.tags.revocations import issue_revocations
from tests.unit.attestation.tags.builders import KEY, OTHER_KEY, SERIAL, public_pem
from tests.unit.trust.builders import NOON

SECOND = timedelta(seconds=1)


class Desk:
    """Both files in a folder, and a clock."""

    def __init__(self, folder: Path) -> None:
        self.keys = folder / "authority.pem"
        self.list = folder / "revoked.jwt"
        self.now = NOON
        self.keys.write_bytes(public_pem(KEY))
        self.revoke(at=NOON - 60 * SECOND)

    def revoke(self, *serials: str, at: datetime) -> None:
        """Publish a list of that instant."""
        text = issue_revocations(serials, issuer="tag desk", key=KEY, now=at)
        self.list.write_text(f"{text}\n")

    def files(self, *, revocations: bool = True) -> AuthorityFiles:
        """Return both files, or the keys alone."""
        path = self.list if revocations else None
        return AuthorityFiles(self.keys, path, now=lambda: self.now)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_keys_and_revocations_are_read(desk: Desk) -> None:
    desk.revoke(SERIAL, at=NOON)
    published = desk.files().published()
    assert published.keys == KEY.public_keys
    assert published.revocations is not None
    assert published.revocations.serials == {SERIAL}
    assert published.problem == ""


def test_without_a_file_nothing_is_revoked(desk: Desk) -> None:
    published = desk.files(revocations=False).published()
    assert published.revocations is None
    assert published.problem == ""


def test_files_that_do_not_change_are_the_same_answer(desk: Desk) -> None:
    files = desk.files()
    first = files.published()
    desk.keys.write_bytes(public_pem(KEY) + b"\n")
    assert files.published() is first


def test_a_key_that_is_added_counts(desk: Desk) -> None:
    files = desk.files()
    files.published()
    desk.keys.write_bytes(public_pem(KEY, OTHER_KEY))
    assert set(files.published().keys or ()) == {KEY.thumbprint, OTHER_KEY.thumbprint}


@pytest.mark.parametrize(
    ("spoil", "text"),
    [
        (lambda path: path.unlink(), "it cannot be read: No such file"),
        (lambda path: path.write_text("no PEM"), "it holds no public key"),
        (lambda path: path.write_bytes(b"x" * 70_000), "it is larger than"),
    ],
)
def test_keys_that_cannot_be_read_any_more_do_not_count(
    desk: Desk, spoil: Callable[[Path], object], text: str
) -> None:
    files = desk.files()
    assert files.published().keys
    spoil(desk.keys)
    published = files.published()
    assert published.keys is None
    assert published.keys_problem.startswith(f"{desk.keys}: {text}")
    desk.keys.write_bytes(public_pem(KEY))
    assert files.published().keys


@pytest.mark.parametrize(
    ("spoil", "text"),
    [
        (lambda path: path.unlink(), "it cannot be read: No such file"),
        (lambda path: path.write_text("{}"), "it is no compact JWS"),
        (lambda path: path.write_bytes(b"\xff"), "it is no compact JWS"),
        (lambda path: path.write_bytes(b"x" * 3_000_000), "it is larger than"),
        (
            lambda path: path.write_text(
                issue_revocations([], issuer="x", key=OTHER_KEY, now=NOON)
            ),
            "it names the key",
        ),
    ],
)
def test_a_list_that_cannot_be_believed_leaves_nothing_known(
    desk: Desk, spoil: Callable[[Path], object], text: str
) -> None:
    files = desk.files()
    assert files.published().revocations
    spoil(desk.list)
    published = files.published()
    assert published.revocations is None
    assert published.revocations_problem.startswith(f"{desk.list}: {text}")


def test_an_older_list_is_refused_and_the_newer_one_stays_in_force(desk: Desk) -> None:
    files = desk.files()
    desk.revoke(SERIAL, at=NOON)
    files.published()
    desk.revoke(at=NOON - SECOND)
    published = files.published()
    assert published.revocations is not None
    assert published.revocations.serials == {SERIAL}
    assert "was seen already" in published.problem


def test_an_older_list_is_refused_after_one_that_could_not_be_read_as_well(desk: Desk) -> None:
    files = desk.files()
    desk.revoke(SERIAL, at=NOON)
    files.published()
    desk.list.unlink()
    files.published()
    desk.revoke(at=NOON - SECOND)
    revocations = files.published().revocations
    assert revocations is not None
    assert revocations.serials == {SERIAL}


def test_a_list_from_the_future_counts_once_its_instant_has_come(desk: Desk) -> None:
    desk.revoke(SERIAL, at=NOON + 60 * SECOND)
    files = desk.files()
    assert "has not come yet" in files.published().revocations_problem
    desk.now = NOON + 60 * SECOND
    assert files.published().revocations


def test_a_file_is_read_once_for_a_command_too(desk: Desk) -> None:
    assert read_list(desk.list, read_keys(desk.keys)).serials == frozenset()
    desk.keys.unlink()
    with pytest.raises(KeyFileError, match=r"authority\.pem: it cannot be read"):
        read_keys(desk.keys)
    desk.list.unlink()
    with pytest.raises(RevocationsError, match="it cannot be read"):
        read_list(desk.list, KEY.public_keys)
