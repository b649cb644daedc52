# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The authorities that the API server believes the webhook by."""

from base64 import b64decode
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256

from hub.errors import AuthorityError


def fingerprints(bundle: str) -> frozenset[bytes]:
    """Return the SHA-256 of each certificate of a caBundle.

    Raises:
        AuthorityError: There is none, or it cannot be read.
    """
    if not bundle:
        raise AuthorityError("has no caBundle")
    try:
        return _fingerprints(b64decode(bundle, validate=True))
    except ValueError as exc:
        raise AuthorityError("has a caBundle that cannot be read") from exc


def fingerprints_of(path: Path) -> frozenset[bytes]:
    """Return the SHA-256 of each certificate of a file.

    Raises:
        AuthorityError: It cannot be read.
    """
    try:
        return _fingerprints(path.read_bytes())
    except (OSError, ValueError) as exc:
        raise AuthorityError(f"cannot be compared with {path}: {exc}") from exc


def _fingerprints(pem: bytes) -> frozenset[bytes]:
    return frozenset(
        certificate.fingerprint(SHA256()) for certificate in x509.load_pem_x509_certificates(pem)
    )
