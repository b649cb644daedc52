# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Tag records as compact JWS: one machine, its tags, and for how long (``bondstone-tags+jwt``)."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from attestation.tags.claims import (
    SERIAL_RULE,
    fields_of,
    is_serial,
    take_instant,
    take_issuer,
    take_text,
)
from attestation.tags.ek_hash import HASH_RULE
from attestation.tags.errors import MalformedError
from attestation.tags.jws import Kind, sign, verified
from attestation.tags.keys import PublicKeys, SigningKey
from trust.document import Fields
from trust.errors import TagRecordError
from trust.hardware import is_ek_hash
from trust.limits import TAGS
from trust.names import is_label_name, is_label_value
from trust.tag_record import TagRecord

RECORD = Kind(typ="bondstone-tags+jwt", limit=8192)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What an authority is to sign.

    Attributes:
        ek_hash: Of the machine.
        tags: At least one, at most ``trust.limits.TAGS``.
        issuer: What the authority calls itself.
        lifetime: From now on.
        serial: Drawn by chance unless it is given.
    """

    ek_hash: str
    tags: Mapping[str, str]
    issuer: str
    lifetime: timedelta
    serial: str = field(default_factory=lambda: secrets.token_hex(16))


def issue_record(statement: Statement, *, key: SigningKey, now: datetime) -> str:
    """Sign a record; what this returns, ``read_record`` reads.

    Raises:
        MalformedError: The statement is none that a record can make.
    """
    issued_at = int(now.timestamp())
    claims = {
        "iss": statement.issuer,
        "iat": issued_at,
        "exp": issued_at + int(statement.lifetime.total_seconds()),
        "jti": statement.serial,
        "ek_hash": statement.ek_hash,
        "tags": dict(statement.tags),
    }
    record_of(claims)
    text = sign(claims, kind=RECORD, key=key)
    if len(text) > RECORD.limit:
        raise MalformedError(f"the record would be longer than {RECORD.limit} characters")
    return text


def read_record(text: str, keys: PublicKeys) -> TagRecord:
    """Verify and read a record.

    Raises:
        MalformedError: It is none.
        WrongKeyError: None of the keys has signed it.
    """
    return record_of(verified(text, kind=RECORD, keys=keys))


def record_of(claims: Mapping[str, object]) -> TagRecord:
    """Read the claims of a record, each there and none besides.

    Raises:
        MalformedError: They are not those of a record; the text starts with the claim.
    """
    try:
        fields = fields_of(claims)
        record = TagRecord(
            issuer=take_issuer(fields),
            issued_at=take_instant(fields, "iat"),
            expires_at=take_instant(fields, "exp"),
            serial=take_text(fields, "jti", is_serial, SERIAL_RULE),
            ek_hash=take_text(fields, "ek_hash", is_ek_hash, HASH_RULE),
            tags=_tags(fields),
        )
        if record.expires_at <= record.issued_at:
            raise fields.fail("exp", "must be later than iat")
        fields.end()
    except TagRecordError as exc:
        raise MalformedError(str(exc)) from exc
    return record


def _tags(fields: Fields) -> Mapping[str, str]:
    tags = fields.take("tags", dict)
    for key, value in tags.items():
        where = f"tags.{key[:64]}"
        if not is_label_name(key):
            raise fields.fail(where, "is not the name of a tag: 1 to 63 of A-Z a-z 0-9 _ . -")
        if not isinstance(value, str) or not is_label_value(value):
            raise fields.fail(where, "must be a value of a label: 1 to 63 of A-Z a-z 0-9 _ . -")
    if not 1 <= len(tags) <= TAGS:
        raise fields.fail("tags", f"must have 1 to {TAGS} entries, and not {len(tags)}")
    return tags
