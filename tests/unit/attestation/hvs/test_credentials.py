# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""User and password in files."""

import json
from pathlib import Path

import pytest

from attestation.errors import EndpointError
from attestation.hvs.credentials import Credentials, read_credentials


def files(
    folder: Path, *, username: bytes = b"bondstone\n", password: bytes = b"s3cret\r\n"
) -> Credentials:
    (folder / "username").write_bytes(username)
    (folder / "password").write_bytes(password)
    return read_credentials(folder / "username", folder / "password")


def test_an_end_of_line_is_not_of_the_password(tmp_path: Path) -> None:
    found = files(tmp_path)
    assert json.loads(found.body) == {"username": "bondstone", "password": "s3cret"}


def test_space_within_is(tmp_path: Path) -> None:
    body = json.loads(files(tmp_path, password=b" a b ").body)
    assert list(body.values()) == ["bondstone", " a b "]


def test_nobody_sees_the_password(tmp_path: Path) -> None:
    assert "s3cret" not in repr(files(tmp_path))


@pytest.mark.parametrize("content", [b"", b"\n", b"\xff", b"x" * 5000])
def test_what_is_no_password_is_refused_by_its_file(content: bytes, tmp_path: Path) -> None:
    with pytest.raises(EndpointError, match=f"{tmp_path}/password is") as caught:
        files(tmp_path, password=content)
    assert "xxx" not in str(caught.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(EndpointError, match="nowhere cannot be read: No such file"):
        read_credentials(tmp_path / "nowhere", tmp_path / "nowhere")
