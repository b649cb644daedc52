# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A certificate authority in memory: EC P-256 keys, X.509 v3 as RFC 5280 profiles it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from certs import extensions
from certs.errors import SubjectError
from certs.subject import Subject

_BACKDATED = timedelta(minutes=5)
"""Peers whose clock is a little behind must not refuse a certificate that was made just now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyPair:
    """A certificate and its private key, both PEM; the key is unencrypted PKCS #8."""

    cert_pem: bytes
    key_pem: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """A self-signed authority; its key lives as long as this value, unless somebody writes it."""

    _certificate: x509.Certificate
    _key: ec.EllipticCurvePrivateKey = field(repr=False)

    @classmethod
    def create(cls, common_name: str, *, lifetime: timedelta, now: datetime) -> Self:
        """Return a new authority whose certificate ends ``lifetime`` after ``now`` (aware)."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = _name(Subject.client(common_name))
        builder = _builder(name, key.public_key(), now=now, end=now + lifetime).issuer_name(name)
        for extension, critical in extensions.of_authority(key.public_key()):
            builder = builder.add_extension(extension, critical=critical)
        return cls(_certificate=builder.sign(key, hashes.SHA256()), _key=key)

    @property
    def pair(self) -> KeyPair:
        """The authority's own certificate and key."""
        return KeyPair(cert_pem=self.cert_pem, key_pem=_pem_of(self._key))

    @property
    def cert_pem(self) -> bytes:
        """The certificate alone: what everybody may see."""
        return self._certificate.public_bytes(serialization.Encoding.PEM)

    def issue(self, subject: Subject, *, lifetime: timedelta, now: datetime) -> KeyPair:
        """Return a new key and a certificate for ``subject``.

        It ends ``lifetime`` after ``now``, but never after the authority itself: RFC 5280,
        section 6.1, refuses a path whose issuer has ended.

        Raises:
            SubjectError: the authority has ended already.
        """
        end = min(now + lifetime, self._certificate.not_valid_after_utc)
        if end <= now:
            raise SubjectError(f"the authority ended at {end.isoformat()}: make a new one")
        key = ec.generate_private_key(ec.SECP256R1())
        builder = _builder(_name(subject), key.public_key(), now=now, end=end)
        builder = builder.issuer_name(self._certificate.subject)
        for extension, critical in extensions.of_leaf(
            subject, key=key.public_key(), issuer=self._certificate
        ):
            builder = builder.add_extension(extension, critical=critical)
        certificate = builder.sign(self._key, hashes.SHA256())
        return KeyPair(
            cert_pem=certificate.public_bytes(serialization.Encoding.PEM), key_pem=_pem_of(key)
        )


def _builder(
    name: x509.Name, key: ec.EllipticCurvePublicKey, *, now: datetime, end: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _BACKDATED)
        .not_valid_after(end)
    )


def _name(subject: Subject) -> x509.Name:
    groups = [x509.NameAttribute(NameOID.ORGANIZATION_NAME, o) for o in subject.organizations]
    return x509.Name([*groups, x509.NameAttribute(NameOID.COMMON_NAME, subject.common_name)])


def _pem_of(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
