# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Records taken back."""

import os
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from attestation.tags.authority import read_keys, read_list
from attestation.tags.errors import RevocationsError
from attestation.tags.revocations import issue_revocations
from tests.unit.attestation.tags.builders import KEY, SERIAL
from tests.unit.cli.desk import TagDesk

MORE = "f" * 16


@pytest.fixture
def desk(tmp_path: Path) -> TagDesk:
    return TagDesk(tmp_path)


def revoke(desk: TagDesk, *arguments: str, key: Path | None = None) -> str:
    given = (f"--authority-key={key or desk.key}", f"--revocations={desk.list}")
    result = desk.run("revoke", *given, *arguments)
    assert result.exit_code == 0, result.output or result.exception
    return result.output


def revoked(desk: TagDesk) -> frozenset[str]:
    return read_list(desk.list, read_keys(desk.both)).serials


def test_a_list_is_made_and_grows(desk: TagDesk) -> None:
    assert "1 revoked now, 1 in all" in revoke(desk, SERIAL)
    assert "1 revoked now, 2 in all" in revoke(desk, MORE, SERIAL)
    assert revoked(desk) == {SERIAL, MORE}


def test_an_empty_list_can_be_made(desk: TagDesk) -> None:
    assert "0 revoked now, 0 in all" in revoke(desk)
    assert revoked(desk) == set()


def test_it_is_replaced_as_a_whole_and_others_may_read_it(desk: TagDesk) -> None:
    revoke(desk, SERIAL)
    before = desk.list.stat().st_ino
    os.umask(os.umask(0o077))
    revoke(desk, MORE)
    assert desk.list.stat().st_ino != before
    assert stat.S_IMODE(desk.list.stat().st_mode) == 0o644
    assert not [path for path in desk.folder.iterdir() if path.name.startswith(".")]


def test_a_new_key_goes_on_with_the_list_of_the_old_one(desk: TagDesk) -> None:
    revoke(desk, SERIAL)
    revoke(desk, MORE, f"--authority={desk.public}", key=desk.other_key)
    assert revoked(desk) == {SERIAL, MORE}


def test_a_list_that_cannot_be_read_is_never_forgotten(desk: TagDesk) -> None:
    revoke(desk, SERIAL)
    before = desk.list.read_bytes()
    given = (f"--authority-key={desk.other_key}", f"--revocations={desk.list}")
    result = desk.run("revoke", *given, MORE)
    assert isinstance(result.exception, RevocationsError)
    assert "it names the key" in str(result.exception)
    assert str(result.exception).endswith("; nothing was changed")
    assert desk.list.read_bytes() == before
    desk.list.write_text("{}")
    assert isinstance(desk.run("revoke", *given, MORE).exception, RevocationsError)
    assert desk.list.read_text() == "{}"


def test_a_list_of_a_later_clock_is_not_followed(desk: TagDesk) -> None:
    later = datetime.now(UTC) + timedelta(hours=1)
    desk.list.write_text(issue_revocations([SERIAL], issuer="x", key=KEY, now=later))
    given = (f"--authority-key={desk.key}", f"--revocations={desk.list}")
    result = desk.run("revoke", *given, MORE)
    assert "which has not come yet; nothing was changed" in str(result.exception)


def test_a_list_is_never_older_than_the_one_before(desk: TagDesk) -> None:
    ahead = (datetime.now(UTC) + timedelta(seconds=4)).replace(microsecond=0)
    desk.list.write_text(issue_revocations([SERIAL], issuer="x", key=KEY, now=ahead))
    revoke(desk, MORE)
    assert read_list(desk.list, KEY.public_keys).issued_at == ahead


@pytest.mark.parametrize("place", ["absent/list.jwt", "key.pem/list.jwt"])
def test_a_folder_that_is_none_is_told(desk: TagDesk, place: str) -> None:
    path = desk.folder / place
    result = desk.run("revoke", f"--authority-key={desk.key}", f"--revocations={path}", SERIAL)
    assert isinstance(result.exception, RevocationsError)
    assert "cannot be" in str(result.exception)


def test_a_serial_that_is_none_is_a_mistake(desk: TagDesk) -> None:
    result = desk.run("revoke", f"--authority-key={desk.key}", f"--revocations={desk.list}", "7")
    assert result.exit_code == 2
    assert "is not a serial: 16 to 64 small hexadecimal digits" in " ".join(result.output.split())
    assert not desk.list.exists()
