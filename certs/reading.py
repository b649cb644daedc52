# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Certificates read back: who signed what, and what of it can be used."""

from collections.abc import Mapping

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

from certs.authority import Authority, KeyPair, Subject
from certs.errors import CertsError
from trust import certificates

MOST = 16
"""Certificates of one bundle: two authorities while they rotate, and some that were lost."""


def id_of(certificate: x509.Certificate) -> str:
    """Return the SHA-256 of a certificate."""
    return certificate.fingerprint(SHA256()).hex()


def authorities_in(pem: bytes) -> Mapping[str, x509.Certificate]:
    """Return the certificates of a bundle by their ids; none of an empty one.

    Raises:
        CertsError: It cannot be read, or has too many.
    """
    if not pem.strip():
        return {}
    try:
        found = x509.load_pem_x509_certificates(pem)
    except ValueError as exc:
        raise CertsError("it is no PEM of certificates") from exc
    if len(found) > MOST:
        raise CertsError(f"it holds more than {MOST} certificates")
    return {id_of(each): each for each in found}


def load_authority(pair: KeyPair) -> Authority:
    """Return an authority that can sign.

    Raises:
        CertsError: Certificate or key cannot be read, they are not of each other, or it is no
            authority's.
    """
    certificate, key = _load(pair)
    try:
        basic = certificate.extensions.get_extension_for_class(x509.BasicConstraints).value
    except (x509.ExtensionNotFound, ValueError) as exc:
        raise CertsError("the certificate is no authority's") from exc
    if not basic.ca:
        raise CertsError("the certificate is no authority's")
    return Authority(certificate, key)


def described(certificate: x509.Certificate) -> certificates.Authority:
    """Return what is decided by about an authority."""
    return certificates.Authority(id=id_of(certificate), validity=validity_of(certificate))


def read_leaf(
    pair: KeyPair, *, subject: Subject, authorities: Mapping[str, x509.Certificate]
) -> certificates.Leaf | None:
    """Return what is decided by about a leaf, None where there is nothing to read.

    Args:
        pair: As it was found.
        subject: Whom it should name.
        authorities: Who may have signed it, by id.
    """
    try:
        certificate = x509.load_pem_x509_certificate(pair.certificate)
    except ValueError:
        return None
    return certificates.Leaf(
        id=id_of(certificate),
        issuer=_issuer(certificate, authorities),
        validity=validity_of(certificate),
        fits=_fits(certificate, pair, subject),
    )


def validity_of(certificate: x509.Certificate) -> certificates.Validity:
    """Return from when until when a certificate may be used."""
    return certificates.Validity(
        begins=certificate.not_valid_before_utc, ends=certificate.not_valid_after_utc
    )


def is_issued_by(leaf: x509.Certificate, authority: x509.Certificate) -> bool:
    """Tell whether an authority signed a certificate, and is named in it."""
    try:
        leaf.verify_directly_issued_by(authority)
    except (InvalidSignature, ValueError, TypeError):
        return False
    return True


def names_of(certificate: x509.Certificate) -> frozenset[str]:
    """Return the DNS names and IP addresses that a certificate is for.

    Raises:
        ValueError: They cannot be read.
    """
    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return frozenset()
    found = {str(name) for name in names.get_values_for_type(x509.DNSName)}
    return frozenset(found.union(map(str, names.get_values_for_type(x509.IPAddress))))


def _load(pair: KeyPair) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    try:
        certificate = x509.load_pem_x509_certificate(pair.certificate)
        key = serialization.load_pem_private_key(pair.key, password=None)
    except (ValueError, TypeError) as exc:  # TypeError: the key is encrypted
        raise CertsError("certificate or key cannot be read") from exc
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise CertsError("the key is none of an elliptic curve")
    if key.public_key() != certificate.public_key():
        raise CertsError("the key is not the certificate's")
    return certificate, key


def _issuer(leaf: x509.Certificate, authorities: Mapping[str, x509.Certificate]) -> str:
    found = (each for each, authority in authorities.items() if is_issued_by(leaf, authority))
    return next(found, "")


def _fits(certificate: x509.Certificate, pair: KeyPair, subject: Subject) -> bool:
    """Tell whether it is what would be issued now, but for key, serial number and instants."""
    try:
        _load(pair)
        return _named(certificate) == _wanted(subject)
    except (CertsError, ValueError):
        return False


def _named(certificate: x509.Certificate) -> tuple[str, frozenset[str]]:
    return certificate.subject.rfc4514_string(), names_of(certificate)


def _wanted(subject: Subject) -> tuple[str, frozenset[str]]:
    return subject.name.rfc4514_string(), frozenset([*subject.dns, *subject.ips])
