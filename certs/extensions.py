# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The X.509 v3 extensions of an authority and of a leaf (RFC 5280, section 4.2)."""

from collections.abc import Iterator

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID

from certs.subject import Subject, Usage

Extension = tuple[x509.ExtensionType, bool]
"""An extension, and whether who does not understand it must refuse the certificate."""

_PURPOSES = {
    Usage.SERVER: [ExtendedKeyUsageOID.SERVER_AUTH],
    Usage.CLIENT: [ExtendedKeyUsageOID.CLIENT_AUTH],
    Usage.BOTH: [ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH],
}


def of_authority(key: ec.EllipticCurvePublicKey) -> Iterator[Extension]:
    """Yield those of a CA that signs leaves and lists of revoked ones, and no further CA."""
    yield x509.BasicConstraints(ca=True, path_length=0), True
    yield _key_usage(sign_certificates=True), True
    yield x509.SubjectKeyIdentifier.from_public_key(key), False


def of_leaf(
    subject: Subject, *, key: ec.EllipticCurvePublicKey, issuer: x509.Certificate
) -> Iterator[Extension]:
    """Yield those of a certificate for ``subject``, signed by ``issuer``."""
    yield x509.BasicConstraints(ca=False, path_length=None), True
    yield _key_usage(sign_certificates=False), True
    yield x509.ExtendedKeyUsage(_PURPOSES[subject.usage]), False
    yield x509.SubjectKeyIdentifier.from_public_key(key), False
    yield _authority_key(issuer), False
    names: list[x509.GeneralName] = [x509.DNSName(name) for name in subject.dns]
    names += [x509.IPAddress(address) for address in subject.ip]
    if names:  # an empty SAN is malformed: section 4.2.1.6
        yield x509.SubjectAlternativeName(names), False


def _authority_key(issuer: x509.Certificate) -> x509.AuthorityKeyIdentifier:
    own = issuer.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    return x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(own)


def _key_usage(*, sign_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not sign_certificates,
        key_cert_sign=sign_certificates,
        crl_sign=sign_certificates,
        content_commitment=False,
        key_encipherment=False,  # an EC key agrees and signs, it never wraps: RFC 8813
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
