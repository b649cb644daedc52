# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Keys of tag authorities, and records that they sign."""

from datetime import timedelta

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.hazmat.primitives.serialization import PublicFormat as Public

from attestation.tags.keys import SigningKey, thumbprint
from attestation.tags.record import Statement, issue_record
from tests.unit.trust.builders import NOON

EK_HASH = "ab" * 32
SERIAL = "0123456789abcdef"
HOUR = timedelta(hours=1)


def signing_key() -> SigningKey:
    """Return a new key."""
    key = ec.generate_private_key(ec.SECP256R1())
    return SigningKey(key=key, thumbprint=thumbprint(key.public_key()))


KEY = signing_key()
OTHER_KEY = signing_key()


def public_pem(*keys: SigningKey) -> bytes:
    """Return public keys in one file."""
    return b"".join(
        key.key.public_key().public_bytes(Encoding.PEM, Public.SubjectPublicKeyInfo) for key in keys
    )


def private_pem(key: SigningKey) -> bytes:
    """Return a private key as ``openssl genpkey`` writes it."""
    return key.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def record_text(
    *,
    key: SigningKey = KEY,
    ek_hash: str = EK_HASH,
    serial: str = SERIAL,
    lifetime: timedelta = HOUR,
    **tags: str,
) -> str:
    """Return a record that was issued at noon."""
    statement = Statement(
        ek_hash=ek_hash,
        tags=tags or {"region": "EU"},
        issuer="tag desk",
        lifetime=lifetime,
        serial=serial,
    )
    return issue_record(statement, key=key, now=NOON)
