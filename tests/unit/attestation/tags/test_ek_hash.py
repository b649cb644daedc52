# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Hashes of endorsement keys."""

import hashlib
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import NameOID

from attestation.tags.ek_hash import ek_hash_of
from attestation.tags.errors import KeyFileError

EK = rsa.generate_private_key(65537, 2048)
PEM = EK.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
HASH = hashlib.sha256(PEM).hexdigest()


def test_it_is_the_sha_256_of_the_pem_as_openssl_writes_it() -> None:
    assert PEM.startswith(b"-----BEGIN PUBLIC KEY-----\n")
    assert PEM.endswith(b"\n-----END PUBLIC KEY-----\n")
    assert ek_hash_of(PEM) == HASH


def test_line_ends_and_text_around_make_no_other_machine() -> None:
    assert ek_hash_of(b"EK of m1\r\n" + PEM.replace(b"\n", b"\r\n")) == HASH
    assert ek_hash_of(PEM.rstrip()) == HASH


def test_a_certificate_of_the_ek_will_do() -> None:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "maker")])
    now = datetime(2026, 1, 1, tzinfo=UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(EK.public_key())
        .serial_number(1)
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=1))
        .sign(ec.generate_private_key(ec.SECP256R1()), hashes.SHA256())
    )
    assert ek_hash_of(certificate.public_bytes(Encoding.PEM)) == HASH


@pytest.mark.parametrize(
    "content", [b"", b"no PEM", PEM[:60], b"-----BEGIN CERTIFICATE-----\nAA==\n"]
)
def test_anything_else_is_refused(content: bytes) -> None:
    with pytest.raises(KeyFileError, match="neither a public key nor a certificate in PEM"):
        ek_hash_of(content)
