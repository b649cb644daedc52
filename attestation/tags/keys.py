# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Keys of a tag authority: EC P-256 in PEM, known by their thumbprints (RFC 7638)."""

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key

from attestation.tags.errors import KeyFileError

KEY_FILE_LIMIT = 64 * 1024
"""Bytes: room for some hundred keys, and nobody rotates so many."""
PublicKeys: TypeAlias = Mapping[str, ec.EllipticCurvePublicKey]
"""By thumbprint."""

_BLOCK = re.compile(rb"-----BEGIN ([A-Z0-9 ]+)-----.*?-----END \1-----", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningKey:
    """The private key of an authority, and the thumbprint of its public one."""

    key: ec.EllipticCurvePrivateKey
    thumbprint: str

    @property
    def public_keys(self) -> PublicKeys:
        """The one key that verifies what this one signs."""
        return {self.thumbprint: self.key.public_key()}


def parse_public_keys(content: bytes) -> PublicKeys:
    """Read one or several public keys: while an authority changes its key, both count.

    Raises:
        KeyFileError: There is none, or anything besides public keys of EC P-256.
    """
    keys = {}
    for block in _BLOCK.finditer(content):
        label = block[1].decode()
        if "PRIVATE KEY" in label:
            raise KeyFileError("it holds a private key: give the public one (openssl pkey -pubout)")
        if label != "PUBLIC KEY":
            raise KeyFileError(f"it holds a {label}, and only blocks of PUBLIC KEY are read")
        key = _p256_public(block[0])
        keys[thumbprint(key)] = key
    if not keys:
        raise KeyFileError("it holds no public key in PEM (PUBLIC KEY)")
    return keys


def parse_signing_key(content: bytes) -> SigningKey:
    """Read a private key.

    Raises:
        KeyFileError: It is none of EC P-256, or is encrypted.
    """
    try:
        key = load_pem_private_key(content, password=None)
    except TypeError as exc:
        raise KeyFileError("it is encrypted: give a key without a passphrase") from exc
    except (ValueError, UnsupportedAlgorithm) as exc:
        raise KeyFileError("it holds no private key in PEM") from exc
    if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(key.curve, ec.SECP256R1):
        raise KeyFileError("it is no key of EC P-256, the only kind that signs tag records")
    return SigningKey(key=key, thumbprint=thumbprint(key.public_key()))


def thumbprint(key: ec.EllipticCurvePublicKey) -> str:
    """Return the JWK thumbprint with SHA-256 (RFC 7638 §3, RFC 7518 §6.2)."""
    numbers = key.public_numbers()
    members = {
        "crv": "P-256",
        "kty": "EC",
        "x": _encoded(numbers.x.to_bytes(32, "big")),
        "y": _encoded(numbers.y.to_bytes(32, "big")),
    }
    document = json.dumps(members, separators=(",", ":"), sort_keys=True)
    return _encoded(hashlib.sha256(document.encode()).digest())


def _p256_public(pem: bytes) -> ec.EllipticCurvePublicKey:
    try:
        key = load_pem_public_key(pem)
    except (ValueError, UnsupportedAlgorithm) as exc:
        raise KeyFileError("it holds a public key that cannot be read") from exc
    if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
        raise KeyFileError("it holds a key that is not of EC P-256, the only kind that counts")
    return key


def _encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
