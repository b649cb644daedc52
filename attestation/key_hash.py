# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The one rule by which reports, tag records and NodeIdentities name an endorsement key."""

import hashlib

from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


def key_hash(key: PublicKeyTypes) -> str:
    """Return SHA-256 of the public key as PEM (RFC 7468 §13), in lower-case hexadecimal."""
    written = key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return hashlib.sha256(written).hexdigest()
