# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Lists of revoked tag records, signed by the authority (``bondstone-tag-revocations+jwt``)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from attestation.tags.claims import SERIAL_RULE, fields_of, is_serial, take_instant, take_issuer
from attestation.tags.errors import MalformedError, RevocationsError
from attestation.tags.jws import Kind, sign, verified
from attestation.tags.keys import PublicKeys, SigningKey
from trust.errors import TagRecordError
from trust.rules.freshness import CLOCK_SKEW
from trust.times import clock_text

REVOCATIONS = Kind(typ="bondstone-tag-revocations+jwt", limit=2 * 1024 * 1024)
MOST_SERIALS = 20_000
"""Four for each node of the largest clusters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Revocations:
    """Serials of revoked records, as of an instant."""

    issued_at: datetime
    serials: frozenset[str]
    issuer: str


def issue_revocations(
    serials: Iterable[str], *, issuer: str, key: SigningKey, now: datetime
) -> str:
    """Sign a list; what this returns, ``read_revocations`` reads.

    Raises:
        MalformedError: There are too many serials, or one is none.
    """
    claims = {
        "iss": issuer,
        "iat": int(now.timestamp()),
        "serials": sorted(set(serials)),
    }
    revocations_of(claims)
    return sign(claims, kind=REVOCATIONS, key=key)


def read_revocations(text: str, keys: PublicKeys) -> Revocations:
    """Verify and read a list.

    Raises:
        MalformedError: It is none.
        WrongKeyError: None of the keys has signed it.
    """
    return revocations_of(verified(text, kind=REVOCATIONS, keys=keys))


def revocations_of(claims: Mapping[str, object]) -> Revocations:
    """Read the claims of a list, each there and none besides.

    Raises:
        MalformedError: They are not those of a list.
    """
    try:
        fields = fields_of(claims)
        serials = fields.take("serials", list)
        if len(serials) > MOST_SERIALS:
            raise fields.fail("serials", f"has more than {MOST_SERIALS} entries")
        if not all(isinstance(text, str) and is_serial(text) for text in serials):
            raise fields.fail("serials", f"must be a list of serials: {SERIAL_RULE} each")
        found = Revocations(
            issuer=take_issuer(fields),
            issued_at=take_instant(fields, "iat"),
            serials=frozenset(serials),
        )
        fields.end()
    except TagRecordError as exc:
        raise MalformedError(str(exc)) from exc
    return found


def require_newer(new: Revocations, seen: Revocations | None, *, now: datetime) -> None:
    """Let a list take the place of the one that was seen: a replayed one would forget serials.

    Raises:
        RevocationsError: It is older, or from the future.
    """
    said = clock_text(new.issued_at)
    if new.issued_at - now > CLOCK_SKEW:
        raise RevocationsError(f"it says {said}, which has not come yet")
    if seen is None:
        return
    if new.issued_at < seen.issued_at:
        raise RevocationsError(
            f"it is of {said}, and one of {clock_text(seen.issued_at)} was seen already"
        )
    if new.issued_at == seen.issued_at and not new.serials >= seen.serials:
        raise RevocationsError(f"another list of {said} was seen already, with serials it lacks")
