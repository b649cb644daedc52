# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""When a token expires."""

from base64 import urlsafe_b64encode
from datetime import UTC, datetime

import pytest

from attestation.hvs.jwt_expiry import expiry_of
from tests.unit.attestation.hvs.samples import sample


def token(claims: bytes) -> str:
    return f"e30.{urlsafe_b64encode(claims).decode().rstrip('=')}.c2ln"


def test_the_recorded_claims_say_when() -> None:
    assert expiry_of(token(sample("token-claims.json"))) == datetime(
        2020, 1, 16, 15, 21, 41, tzinfo=UTC
    )


@pytest.mark.parametrize(
    "text",
    [
        "", "a.b", "a.b.c.d", "e30.e30.", "é30.e30.c2ln", "e30.e30.c2ln\n", "e30.!.c2ln",
        "e30.e.c2ln", token(b"{}"), token(b"[]"), token(b"garbage"), token(b'{"exp": "1"}'),
        token(b'{"exp": true}'), token(b'{"exp": 1e9}'), token(b'{"exp": -1}'),
        token(b'{"exp": 99999999999999}'), token(b'{"exp": 1, "exp": 2}'),
        "e30." + "A" * 20_000 + ".c2ln",
    ],
)  # fmt: skip
def test_anything_else_is_no_token(text: str) -> None:
    with pytest.raises(ValueError, match="token"):
        expiry_of(text)
