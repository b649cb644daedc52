# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Endorsement keys that no TPM has, as many as are wanted."""

import hashlib
from base64 import b64encode
from dataclasses import dataclass
from functools import cache

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

_HEAD = bytes.fromhex("0023 000b 000300b2 0000 0006 0080 0043 0010 0003 0010")
"""ECC, SHA-256, attributes, no policy, AES-128 in CFB, no scheme, P-256, no KDF (Part 2, 12.2)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EndorsementKey:
    """The public part of a key.

    Attributes:
        hash: As an agent with ``uuid = hash_ek`` is called.
        public: TPM2B_PUBLIC in base64, as a registrar gives it.
    """

    hash: str
    public: str


@cache
def endorsement_key(number: int) -> EndorsementKey:
    """Return a key, always the same one for a number."""
    key = ec.derive_private_key(number + 1, ec.SECP256R1()).public_key()
    pem = key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    point = key.public_numbers()
    public = _HEAD + b"".join(_sized(each.to_bytes(32)) for each in (point.x, point.y))
    return EndorsementKey(
        hash=hashlib.sha256(pem).hexdigest(), public=b64encode(_sized(public)).decode()
    )


def _sized(content: bytes) -> bytes:
    return len(content).to_bytes(2) + content
