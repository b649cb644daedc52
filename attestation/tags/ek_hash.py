# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The hash by which an endorsement key is known: SHA-256 of its public key in PEM.

Keylime's agent takes the same for its own id where its option ``uuid`` is ``hash_ek``, so that
records need nothing that Keylime does not have.
"""

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from attestation.key_hash import key_hash
from attestation.tags.errors import KeyFileError

HASH_RULE = "64 small hexadecimal digits"


def ek_hash_of(pem: bytes) -> str:
    """Return the hash of a public key, or of the one in a certificate.

    The key is written anew first, as OpenSSL writes it (RFC 7468 §13): line ends and text around
    the block, which tools differ in, must not make another machine of it.

    Raises:
        KeyFileError: It is neither in PEM.
    """
    try:
        certified = b"-----BEGIN CERTIFICATE-----" in pem
        key = (
            x509.load_pem_x509_certificate(pem).public_key()
            if certified
            else load_pem_public_key(pem)
        )
    except (ValueError, UnsupportedAlgorithm) as exc:
        raise KeyFileError("it holds neither a public key nor a certificate in PEM") from exc
    return key_hash(key)
