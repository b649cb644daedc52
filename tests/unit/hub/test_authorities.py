# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Authorities read from a caBundle and from a file."""

from base64 import b64encode
from pathlib import Path

import pytest
import trustme

from hub.authorities import fingerprints, fingerprints_of
from hub.errors import AuthorityError

ONE, TWO = (trustme.CA().cert_pem.bytes() for _ in range(2))


def test_a_bundle_and_a_file_of_the_same_certificates_are_alike(tmp_path: Path) -> None:
    path = tmp_path / "ca.crt"
    path.write_bytes(TWO + ONE)
    assert fingerprints(b64encode(ONE + TWO).decode()) == fingerprints_of(path)
    assert fingerprints(b64encode(ONE).decode()) != fingerprints_of(path)


@pytest.mark.parametrize("text", ["", "%%%", b64encode(b"no PEM").decode(), "ö"])
def test_a_bundle_that_cannot_be_read_is_an_error(text: str) -> None:
    with pytest.raises(AuthorityError, match="caBundle"):
        fingerprints(text)


def test_a_file_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(AuthorityError, match="cannot be compared with"):
        fingerprints_of(tmp_path / "none")
