# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A tag authority of our own: who says in which region a machine stands, bound to its TPM."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from attestation.tags.keys import parse_signing_key
from attestation.tags.record import Statement, issue_record

_LIFETIME = timedelta(days=1)


def key_pair() -> tuple[bytes, bytes]:
    """Return a new private key of EC P-256 and its public one, both in PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return private, public


class TagAuthority:
    """Signs tag records.

    Attributes:
        public_keys: File that verifies them.

    Args:
        folder: For its keys.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        private, public = key_pair()
        self._key = parse_signing_key(private)
        self.public_keys = folder / "tags.pem"
        self.public_keys.write_bytes(public)

    def issue(self, ek_hash: str, tags: Mapping[str, str]) -> str:
        """Return a record that binds tags to the machine with an endorsement key."""
        statement = Statement(
            ek_hash=ek_hash, tags=tags, issuer="asset management", lifetime=_LIFETIME
        )
        return issue_record(statement, key=self._key, now=datetime.now(UTC))
