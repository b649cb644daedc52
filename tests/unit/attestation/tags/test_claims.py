# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Claims that signed documents share."""

import pytest

from attestation.tags.claims import fields_of, is_issuer, is_serial, take_instant, take_issuer
from trust.errors import TagRecordError


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("0123456789abcdef", True),
        ("f" * 64, True),
        ("f" * 15, False),
        ("f" * 65, False),
        ("0123456789ABCDEF", False),
        ("0123456789abcde\n", False),
        ("\u0660" * 16, False),
    ],
)
def test_serials_are_small_hexadecimal(text: str, good: bool) -> None:
    assert is_serial(text) is good


def test_an_issuer_is_short_and_can_be_shown() -> None:
    assert is_issuer("tag desk, Vienna")
    assert not any(map(is_issuer, ("", "x" * 201, "a\x1b[31m", "a\nb")))
    with pytest.raises(TagRecordError, match=r"claims\.iss: must be 1 to 200 printable"):
        take_issuer(fields_of({"iss": ""}))


@pytest.mark.parametrize("value", [-1, 1.5, True, "1", None, 10**12, 10**30])
def test_instants_are_whole_seconds_of_our_age(value: object) -> None:
    with pytest.raises(TagRecordError, match=r"claims\.iat: "):
        take_instant(fields_of({"iat": value}), "iat")
