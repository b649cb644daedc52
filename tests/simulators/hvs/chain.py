# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A signing certificate as CMS issues it to HVS, and its authority."""

from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningChain:
    """A signing certificate and the authority that issued it."""

    key: rsa.RSAPrivateKey
    leaf: x509.Certificate
    authority: x509.Certificate

    @property
    def pem(self) -> bytes:
        """What ``/ca-certificates?domain=saml`` answers: the signing certificate first."""
        return self.leaf.public_bytes(Encoding.PEM) + self.authority.public_bytes(Encoding.PEM)

    @property
    def shown(self) -> str:
        """What stands in an assertion."""
        return b64encode(self.leaf.public_bytes(Encoding.DER)).decode()


def signing_chain(
    *,
    begins: datetime,
    lasts: timedelta = timedelta(days=365),
    name: str = "HVS SAML Certificate",
    bits: int = 2048,
    authority_bits: int = 0,
    may_sign: bool = True,
) -> SigningChain:
    """Make a signing certificate as CMS issues it: key usage, and no other extension.

    Args:
        begins: Of its validity.
        lasts: Its validity.
        name: Common name.
        bits: Of its key.
        authority_bits: Of the key of a new authority, 0 for one and the same.
        may_sign: What its key usage says.
    """
    shared = not authority_bits
    authority_key = _authority_key() if shared else rsa.generate_private_key(65537, authority_bits)
    issuer = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "CMS Signing CA")])
    key = rsa.generate_private_key(65537, bits)
    authority = (
        _certificate(issuer, issuer, authority_key.public_key(), begins, timedelta(days=3650))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(authority_key, hashes.SHA384())
    )
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    leaf = (
        _certificate(subject, issuer, key.public_key(), begins, lasts)
        .add_extension(_usage(may_sign), critical=True)
        .sign(authority_key, hashes.SHA384())
    )
    return SigningChain(key=key, leaf=leaf, authority=authority)


@cache
def _authority_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


def _usage(may_sign: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=may_sign, content_commitment=True, key_encipherment=False,
        data_encipherment=False, key_agreement=False, key_cert_sign=False, crl_sign=False,
        encipher_only=False, decipher_only=False,
    )  # fmt: skip


def _certificate(
    subject: x509.Name,
    issuer: x509.Name,
    key: rsa.RSAPublicKey,
    begins: datetime,
    lasts: timedelta,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + lasts)
    )
