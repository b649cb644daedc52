# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Users and their passwords."""

from pathlib import Path

import pytest

from images.credential import Credential, scope_of, settings_credential
from images.errors import ImageUnavailableError
from images.registries import Registry


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    password = tmp_path / "password"
    password.write_text("pass:word\n")
    return Registry(host="r.example", username="bob", password_file=password)


def test_a_password_may_hold_a_colon_and_loses_its_newline(registry: Registry) -> None:
    credential = settings_credential(registry)
    assert credential is not None
    assert credential.basic == "Basic Ym9iOnBhc3M6d29yZA=="


def test_without_a_user_there_is_none() -> None:
    assert settings_credential(Registry(host="r.example")) is None


@pytest.mark.parametrize("content", [None, b"\xff"])
def test_a_password_that_cannot_be_read_is_named_by_its_file(
    registry: Registry, content: bytes | None
) -> None:
    assert registry.password_file is not None
    registry.password_file.unlink()
    if content is not None:
        registry.password_file.write_bytes(content)
    with pytest.raises(ImageUnavailableError, match=r"password file .*password"):
        settings_credential(registry)


def test_no_secret_is_in_a_representation() -> None:
    secrets = {"password": "hush", "identity_token": "hush"}
    assert "hush" not in repr(Credential(username="bob", **secrets))


def test_what_stands_for_credentials_is_short_and_of_these_alone() -> None:
    long = Credential(username="bob", password="x" * 1024 * 1024)
    groups = [
        (),
        (None,),
        (long,),
        (long, None),
        (None, long),
        (Credential(username="ab", password="c"),),  # noqa: S106  of nobody
        (Credential(username="a", password="bc"),),  # noqa: S106  of nobody
        (Credential(username="a", identity_token="bc"),),  # noqa: S106  of nobody
    ]
    found = [scope_of(*group) for group in groups]
    assert len(set(found)) == len(groups)
    assert {len(each) for each in found} == {32}
    assert scope_of(Credential(username="bob", password="x" * 1024 * 1024)) == scope_of(long)
