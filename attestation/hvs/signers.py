# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The certificates that sign reports: pinned in a file, never taken from a report.

Source: ``GET /hvs/v2/ca-certificates?domain=saml`` gives the signing certificate first and then the
authority that issued it ("CMS Signing CA"). That authority issues certificates for other purposes
too, so that only the signing certificates themselves count, as long as it stands by them.
"""

from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import Encoding

from trust.times import clock_text

_SMALLEST_KEY = 2048
_MOST = 16
_HASHES = frozenset({"sha256", "sha384", "sha512"})


class SignersError(Exception):
    """The file does not hold signing certificates and the authority that issued them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """A pinned signing certificate.

    Attributes:
        certificate: It.
        issuer: The pinned authority that issued it.
        der: Its bytes.
    """

    certificate: x509.Certificate
    issuer: x509.Certificate
    der: bytes

    @property
    def expires_at(self) -> datetime:
        """Return the instant from which on it proves nothing."""
        return min(self.certificate.not_valid_after_utc, self.issuer.not_valid_after_utc)

    def problem(self, *, now: datetime) -> str:
        """Return why it proves nothing now, empty if it does."""
        for name, each in (("certificate", self.certificate), ("authority", self.issuer)):
            if now < each.not_valid_before_utc:
                return f"the signing {name} is valid from {clock_text(each.not_valid_before_utc)}"
            if now > each.not_valid_after_utc:
                return f"the signing {name} expired at {clock_text(each.not_valid_after_utc)}"
        return ""


@dataclass(frozen=True, slots=True)
class Signers:
    """All pinned signing certificates.

    Attributes:
        by_der: By their DER.
        counting: Those that are valid now; nobody looked where that is empty.
    """

    by_der: dict[bytes, Signer]
    counting: frozenset[bytes] = frozenset()

    def at(self, now: datetime) -> "Signers":
        """Return the same, with those that are valid now."""
        return Signers(
            self.by_der,
            frozenset(der for der, each in self.by_der.items() if not each.problem(now=now)),
        )

    def find(self, der: bytes) -> Signer | None:
        """Return the pinned certificate that is the same to the bit."""
        return self.by_der.get(der)

    def problem(self, signer: Signer, *, now: datetime) -> str:
        """Return why a certificate that was found earlier counts no more, empty if it does."""
        if signer.der in self.counting:
            return ""
        if signer.der not in self.by_der:
            return "who signed its report is not pinned any more"
        return signer.problem(now=now)


def parse_signers(content: bytes) -> Signers:
    """Read a PEM file of signing certificates and of the authorities that issued them.

    Raises:
        SignersError: It is something else, or a signing certificate is too weak.
    """
    try:
        found = x509.load_pem_x509_certificates(content)
        authorities = [each for each in found if _is_authority(each)]
    except ValueError as exc:
        raise SignersError("it holds no PEM certificates that can be read") from exc
    leaves = [each for each in found if each not in authorities]
    if not leaves or len(found) > _MOST:
        raise SignersError(
            f"it holds {len(leaves)} signing certificates and {len(authorities)} authorities: give "
            "what GET /hvs/v2/ca-certificates?domain=saml answers, all of it"
        )
    signers = [_signer(leaf, authorities) for leaf in leaves]
    return Signers({each.der: each for each in signers})


def _signer(leaf: x509.Certificate, authorities: list[x509.Certificate]) -> Signer:
    _check_leaf(leaf)
    for authority in authorities:
        try:
            leaf.verify_directly_issued_by(authority)
        except (ValueError, TypeError, InvalidSignature):
            continue
        der = leaf.public_bytes(Encoding.DER)
        return Signer(certificate=leaf, issuer=authority, der=der)
    raise SignersError(
        f"no authority in it issued the certificate {leaf.subject.rfc4514_string()!r}: give what "
        "GET /hvs/v2/ca-certificates?domain=saml answers, all of it"
    )


def _check_leaf(leaf: x509.Certificate) -> None:
    name = leaf.subject.rfc4514_string()
    key = leaf.public_key()
    if not isinstance(key, RSAPublicKey) or key.key_size < _SMALLEST_KEY:
        raise SignersError(f"the key of {name!r} is not RSA of {_SMALLEST_KEY} bits or more")
    algorithm = leaf.signature_hash_algorithm
    if algorithm is None or algorithm.name not in _HASHES:
        raise SignersError(f"the certificate {name!r} is signed with a hash that is too weak")
    try:
        usage = leaf.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return
    if not usage.digital_signature:
        raise SignersError(f"the certificate {name!r} may not sign (key usage)")


def _is_authority(certificate: x509.Certificate) -> bool:
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        return False
