# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Digests are computed from bytes; what was said must agree."""

import hashlib

import pytest

from images.digest import digest_of
from images.errors import ImageUnavailableError

CONTENT = b'{"schemaVersion": 2}'
SHA256 = f"sha256:{hashlib.sha256(CONTENT).hexdigest()}"
SHA512 = f"sha512:{hashlib.sha512(CONTENT).hexdigest()}"


def digest(*, wanted: str = "latest", said: str | None = None, content: bytes = CONTENT) -> str:
    return digest_of(content, wanted=wanted, said=said, host="r.example")


@pytest.mark.parametrize("wanted", ["latest", "1.4", "sha256", "md5"])
@pytest.mark.parametrize("said", [None, SHA256, SHA512])
def test_a_tag_is_resolved_by_the_bytes_alone(wanted: str, said: str | None) -> None:
    assert digest(wanted=wanted, said=said) == SHA256


@pytest.mark.parametrize("wanted", [SHA256, SHA512])
@pytest.mark.parametrize("said", [None, SHA256, SHA512])
def test_the_digest_that_was_asked_for_is_kept(wanted: str, said: str | None) -> None:
    assert digest(wanted=wanted, said=said) == wanted


@pytest.mark.parametrize("wanted", [SHA256, SHA512])
def test_other_bytes_than_those_asked_for_are_no_answer(wanted: str) -> None:
    for said in (None, wanted):
        with pytest.raises(ImageUnavailableError, match=r"r\.example served other bytes than"):
            digest(wanted=wanted, said=said, content=CONTENT + b" ")


@pytest.mark.parametrize(
    "said", ["", "latest", "sha256:1", "md5:" + "a" * 32, SHA256.upper(), "sha256:" + "0" * 64]
)
@pytest.mark.parametrize("wanted", ["latest", SHA256])
def test_a_header_that_is_wrong_is_no_answer(said: str, wanted: str) -> None:
    with pytest.raises(ImageUnavailableError, match=r"registry r\.example says digest"):
        digest(wanted=wanted, said=said)


def test_no_bytes_have_a_digest_too() -> None:
    assert digest(content=b"") == f"sha256:{hashlib.sha256(b'').hexdigest()}"
