# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Claims that tag records and lists of revoked ones share (RFC 7519 §4.1)."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from trust.document import Fields
from trust.errors import TagRecordError

SERIAL_RULE = "16 to 64 small hexadecimal digits"
_SERIAL = re.compile(r"[0-9a-f]{16,64}", re.ASCII)
_LATEST = int(datetime(9999, 1, 1, tzinfo=UTC).timestamp())
_LONGEST_ISSUER = 200


def fields_of(claims: Mapping[str, object]) -> Fields:
    """Return claims to be taken one by one."""
    return Fields(dict(claims), path="claims", error=TagRecordError)


def is_serial(text: str) -> bool:
    """Tell whether it can be the serial of a record: 16 to 64 small hexadecimal digits."""
    return _SERIAL.fullmatch(text) is not None


def is_issuer(text: str) -> bool:
    """Tell whether an authority can call itself so."""
    return 0 < len(text) <= _LONGEST_ISSUER and text.isprintable()


def take_issuer(fields: Fields) -> str:
    """Take ``iss``."""
    return take_text(fields, "iss", is_issuer, f"1 to {_LONGEST_ISSUER} printable characters")


def take_text(fields: Fields, name: str, accepts: Callable[[str], bool], rule: str) -> str:
    """Take a string that passes a check; the rule says for people what it asks for."""
    text = fields.take(name, str)
    if not accepts(text):
        raise fields.fail(name, f"must be {rule}")
    return text


def take_instant(fields: Fields, name: str) -> datetime:
    """Take a NumericDate of whole seconds."""
    seconds = fields.take(name, int)
    if not 0 <= seconds <= _LATEST:
        raise fields.fail(name, "must be seconds since 1970, before the year 9999")
    return datetime.fromtimestamp(seconds, UTC)
