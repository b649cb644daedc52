# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Values of options about tag records."""

from datetime import timedelta
from pathlib import Path

import click
import pytest

from attestation.tags.errors import KeyFileError, MalformedError
from cli.tag_kinds import Tag, Validity, one_ek_hash, signing_key, tags_of, text_of
from tests.unit.attestation.tags.builders import EK_HASH, KEY, private_pem, public_pem


@pytest.mark.parametrize(
    ("text", "days"), [("90d", 90), ("1098d", 1098), ("24h", 1), ("36h", 1.5), ("1d", 1)]
)
def test_validity_is_given_in_days_or_as_a_duration(text: str, days: float) -> None:
    assert Validity().convert(text, None, None) == timedelta(days=days)


@pytest.mark.parametrize("text", ["", "0d", "1099d", "90", "1.5d", "-1d", "500ms", "d", "90d "])
def test_other_validities_are_refused(text: str) -> None:
    with pytest.raises(click.BadParameter):
        Validity().convert(text, None, None)


def test_a_tag_is_a_key_and_a_value_of_labels() -> None:
    assert Tag().convert("region=EU", None, None) == ("region", "EU")
    for text in ("region", "region=", "=EU", "a/b=c", "region=E U", "region=EU=x", ""):
        with pytest.raises(click.BadParameter, match="is not KEY=VALUE"):
            Tag().convert(text, None, None)


def test_a_machine_has_one_value_of_each_tag() -> None:
    assert tags_of((("a", "1"), ("b", "2"))) == {"a": "1", "b": "2"}
    with pytest.raises(click.UsageError, match="gives a tag twice"):
        tags_of((("a", "1"), ("a", "1")))


def test_a_machine_is_named_in_one_way(tmp_path: Path) -> None:
    path = tmp_path / "ek.pem"
    assert one_ek_hash(None, None) is None
    assert one_ek_hash(EK_HASH, None) == EK_HASH
    with pytest.raises(KeyFileError, match=r"ek\.pem: it cannot be read: No such file"):
        one_ek_hash(None, path)
    path.write_bytes(public_pem(KEY))
    assert len(one_ek_hash(None, path) or "") == 64
    with pytest.raises(click.UsageError, match="exclude each other"):
        one_ek_hash(EK_HASH, path)
    path.write_bytes(b"x" * 70_000)
    with pytest.raises(KeyFileError, match="it is larger than"):
        one_ek_hash(None, path)


@pytest.mark.parametrize(("mode", "warned"), [(0o600, False), (0o400, False), (0o640, True)])
def test_a_key_that_others_may_use_is_told(
    tmp_path: Path, mode: int, warned: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "key.pem"
    path.write_bytes(private_pem(KEY))
    path.chmod(mode)
    assert signing_key(path).thumbprint == KEY.thumbprint
    assert ("others can use the key" in capsys.readouterr().err) is warned


def test_a_key_that_is_none_is_told_with_its_file(tmp_path: Path) -> None:
    path = tmp_path / "key.pem"
    path.write_bytes(public_pem(KEY))
    with pytest.raises(KeyFileError, match=r"key\.pem: it holds no private key"):
        signing_key(path)


def test_a_text_is_read_bounded(tmp_path: Path) -> None:
    path = tmp_path / "record.jwt"
    with pytest.raises(MalformedError, match="cannot be read: No such file"):
        text_of(path, limit=10)
    path.write_text("abc\n")
    assert text_of(path, limit=10) == "abc"
    path.write_text("x" * 100)
    with pytest.raises(MalformedError, match="larger than"):
        text_of(path, limit=10)
