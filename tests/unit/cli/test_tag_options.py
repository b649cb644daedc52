# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The options that say whose tag records count."""

from pathlib import Path

import click
import pytest

from attestation.tags.errors import TagsError
from attestation.tags.reader import AuthorityReader, NoAuthority
from cli.tag_options import records_of
from tests.unit.attestation.tags.builders import KEY, public_pem


def test_without_an_authority_no_record_counts() -> None:
    assert isinstance(records_of({"tag_authority": None, "tag_revocations": None}), NoAuthority)


def test_an_authority_may_revoke_nothing(tmp_path: Path) -> None:
    keys = tmp_path / "authority.pem"
    keys.write_bytes(public_pem(KEY))
    assert isinstance(records_of({"tag_authority": keys, "tag_revocations": None}), AuthorityReader)


def test_revocations_of_nobody_are_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(click.UsageError, match="--tag-revocations needs --tag-authority"):
        records_of({"tag_authority": None, "tag_revocations": tmp_path})


def test_a_file_that_cannot_be_used_is_told_before_anything_starts(tmp_path: Path) -> None:
    keys = tmp_path / "authority.pem"
    with pytest.raises(TagsError, match=r"authority\.pem: it cannot be read: No such file"):
        records_of({"tag_authority": keys, "tag_revocations": None})
    keys.write_bytes(public_pem(KEY))
    with pytest.raises(TagsError, match=r"list\.jwt: it cannot be read: No such file"):
        records_of({"tag_authority": keys, "tag_revocations": tmp_path / "list.jwt"})
