# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Tag records."""

from collections.abc import Mapping
from datetime import timedelta

import pytest

from attestation.tags.errors import MalformedError, WrongKeyError
from attestation.tags.jws import Kind, sign
from attestation.tags.record import RECORD, Statement, issue_record, read_record
from tests.unit.attestation.tags.builders import (
    EK_HASH,
    HOUR,
    KEY,
    OTHER_KEY,
    SERIAL,
    record_text,
)
from tests.unit.trust.builders import NOON

CLAIMS: Mapping[str, object] = {
    "iss": "tag desk",
    "iat": 1767268800,
    "exp": 1767272400,
    "jti": SERIAL,
    "ek_hash": EK_HASH,
    "tags": {"region": "EU"},
}


def signed(**changes: object) -> str:
    """Return a signed text whose claims are changed; None takes one away."""
    claims = {key: value for key, value in {**CLAIMS, **changes}.items() if value is not None}
    return sign(claims, kind=RECORD, key=KEY)


def test_what_an_authority_issues_is_read_again() -> None:
    record = read_record(record_text(region="EU", tier="1"), KEY.public_keys)
    assert record.ek_hash == EK_HASH
    assert record.tags == {"region": "EU", "tier": "1"}
    assert record.issued_at == NOON
    assert record.expires_at == NOON + HOUR
    assert record.serial == SERIAL
    assert record.issuer == "tag desk"
    assert not record.revoked


def test_the_claims_are_those_that_are_documented() -> None:
    assert read_record(signed(), KEY.public_keys) == read_record(record_text(), KEY.public_keys)


def test_serials_are_drawn_by_chance() -> None:
    statements = [
        Statement(ek_hash=EK_HASH, tags={"a": "b"}, issuer="x", lifetime=HOUR) for _ in range(2)
    ]
    assert statements[0].serial != statements[1].serial
    assert len(statements[0].serial) == 32


def test_a_record_of_another_key_is_told_from_a_broken_one() -> None:
    with pytest.raises(WrongKeyError):
        read_record(record_text(key=OTHER_KEY), KEY.public_keys)


def test_a_signed_document_of_another_type_is_no_record() -> None:
    other = sign(CLAIMS, kind=Kind(typ="JWT", limit=8192), key=KEY)
    with pytest.raises(MalformedError, match="its type is not bondstone-tags"):
        read_record(other, KEY.public_keys)


@pytest.mark.parametrize("claim", sorted(CLAIMS))
def test_a_claim_that_is_missing_is_refused(claim: str) -> None:
    with pytest.raises(MalformedError, match=rf"claims\.{claim}: is required"):
        read_record(signed(**{claim: None}), KEY.public_keys)


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"nbf": 1}, r"claims\.nbf: is not a field"),
        ({"aud": "x"}, r"claims\.aud: is not a field"),
        ({"iat": "now"}, r"claims\.iat: must be a whole number"),
        ({"exp": 1767268800}, r"claims\.exp: must be later than iat"),
        ({"jti": "7"}, r"claims\.jti: must be 16 to 64"),
        ({"ek_hash": EK_HASH.upper()}, r"claims\.ek_hash: must be 64 small"),
        ({"ek_hash": EK_HASH[1:]}, r"claims\.ek_hash: must be 64 small"),
        ({"tags": {}}, r"claims\.tags: must have 1 to 64"),
        ({"tags": {f"t{n}": "x" for n in range(65)}}, r"claims\.tags: must have 1 to 64"),
        ({"tags": ["region"]}, r"claims\.tags: must be an object"),
        ({"tags": {"region": 1}}, r"claims\.tags\.region: must be a value of a label"),
        ({"tags": {"region": None}}, r"claims\.tags\.region: must be a value of a label"),
        ({"tags": {"region": "a b"}}, r"claims\.tags\.region: must be a value of a label"),
        ({"tags": {"region": ""}}, r"claims\.tags\.region: must be a value of a label"),
        ({"tags": {"a/b": "c"}}, "is not the name of a tag"),
        ({"tags": {"": "c"}}, "is not the name of a tag"),
    ],
)
def test_a_claim_that_is_wrong_is_refused(changes: dict[str, object], problem: str) -> None:
    with pytest.raises(MalformedError, match=problem):
        read_record(signed(**changes), KEY.public_keys)


@pytest.mark.parametrize(
    "statement",
    [
        Statement(ek_hash="x", tags={"a": "b"}, issuer="x", lifetime=HOUR),
        Statement(ek_hash=EK_HASH, tags={"a": "b"}, issuer="x", lifetime=timedelta(0)),
        Statement(ek_hash=EK_HASH, tags={}, issuer="x", lifetime=HOUR),
        Statement(
            ek_hash=EK_HASH,
            tags={f"{n:060}": "v" * 63 for n in range(60)},
            issuer="x",
            lifetime=HOUR,
        ),
    ],
)
def test_nothing_is_issued_that_would_not_be_read(statement: Statement) -> None:
    with pytest.raises(MalformedError):
        issue_record(statement, key=KEY, now=NOON)
