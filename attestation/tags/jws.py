# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Compact JWS with one algorithm and one header, read so that no two parsers differ (RFC 7515).

Best practice of RFC 8725: the algorithm is ours and not the header's (§3.1), the type is explicit
(§3.11), and a header that says anything more (``crit``, ``jwk``, ``jku``, ``x5c``) is refused.
"""

import base64
import binascii
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

import jwt

from attestation.tags.errors import MalformedError, WrongKeyError
from attestation.tags.keys import PublicKeys, SigningKey
from documents.strict import SyntaxProblemError
from documents.strict_json import loads

_ALGORITHM = "ES256"
_COMPACT = re.compile(r"([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)", re.ASCII)
_HEADER_LIMIT = 512
"""Characters: algorithm, type and thumbprint take 130."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One type of signed document: its media type without ``application/``, and its limit."""

    typ: str
    limit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Unverified:
    """What a text says of itself; whoever wrote it may have chosen every word."""

    thumbprint: str
    claims: Mapping[str, object]


def sign(claims: Mapping[str, object], *, kind: Kind, key: SigningKey) -> str:
    """Return the compact serialisation."""
    payload = json.dumps(claims, separators=(",", ":"), sort_keys=True).encode()
    headers = {"typ": kind.typ, "kid": key.thumbprint}
    return jwt.PyJWS().encode(payload, key.key, algorithm=_ALGORITHM, headers=headers)


def verified(text: str, *, kind: Kind, keys: PublicKeys) -> Mapping[str, object]:
    """Return the claims of a text that one of the keys has signed.

    Raises:
        MalformedError: It is not a JWS of this kind.
        WrongKeyError: It is, and no key of these has signed it.
    """
    said = unverified(text, kind=kind)
    key = keys.get(said.thumbprint)
    if key is None:
        raise WrongKeyError(f"it names the key {said.thumbprint}, which is not the authority's")
    try:
        signed: bytes = jwt.PyJWS().decode(text, key, algorithms=[_ALGORITHM])
    except jwt.InvalidTokenError as exc:
        raise WrongKeyError("its signature is not that of the key that it names") from exc
    return _object(signed, "claims")


def unverified(text: str, *, kind: Kind) -> Unverified:
    """Read a text strictly, without looking at its signature.

    Raises:
        MalformedError: It is not a JWS of this kind.
    """
    if len(text) > kind.limit:
        raise MalformedError(f"it is longer than {kind.limit} characters")
    parts = _COMPACT.fullmatch(text)
    if parts is None or len(parts[1]) > _HEADER_LIMIT:
        raise MalformedError("it is no compact JWS: header.claims.signature, each in base64url")
    header = _object(_decoded(parts[1], "header"), "header")
    if header.get("alg") != _ALGORITHM:
        raise MalformedError(f"its algorithm is not {_ALGORITHM}")
    if header.get("typ") != kind.typ:
        raise MalformedError(f"its type is not {kind.typ}")
    if header.keys() != {"alg", "typ", "kid"} or not isinstance(header["kid"], str):
        raise MalformedError("its header must have alg, typ and kid, and nothing besides")
    claims = _object(_decoded(parts[2], "claims"), "claims")
    return Unverified(thumbprint=header["kid"], claims=claims)


def _decoded(encoded: str, what: str) -> bytes:
    try:
        return base64.b64decode(encoded + "=" * (-len(encoded) % 4), altchars=b"-_", validate=True)
    except binascii.Error as exc:
        raise MalformedError(f"its {what} is not in base64url") from exc


def _object(raw: bytes, what: str) -> dict[str, object]:
    try:
        value = loads(raw)
    except SyntaxProblemError as exc:
        raise MalformedError(f"its {what} is no strict JSON") from exc
    if not isinstance(value, dict):
        raise MalformedError(f"its {what} is no object")
    return value
