# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The hash of an endorsement key, which an agent with ``uuid = hash_ek`` has as its id.

SHA-256 of the public key as PEM, in lower-case hexadecimal. A registrar gives the key as
TPM2B_PUBLIC (TPM 2.0 Library, Part 2, 12.2.5) in base64.
"""

import binascii
from base64 import b64decode

from cryptography.hazmat.primitives.asymmetric import ec, rsa

from attestation.errors import AnswerError
from attestation.key_hash import key_hash

_LONGEST = 4096
_RSA, _NULL, _ECC = 0x0001, 0x0010, 0x0023
_CURVES: dict[int, type[ec.EllipticCurve]] = {
    0x0003: ec.SECP256R1,
    0x0004: ec.SECP384R1,
    0x0005: ec.SECP521R1,
}
_DEFAULT_EXPONENT = 65537


def ek_hash(public: str) -> str:
    """Return the hash of a key.

    Args:
        public: TPM2B_PUBLIC in base64.

    Raises:
        AnswerError: It is not the public part of an endorsement key.
    """
    if len(public) > _LONGEST:
        raise AnswerError("its endorsement key is too long for one")
    try:
        key = _key(_Reader(b64decode(public, validate=True)))
        return key_hash(key)
    except (binascii.Error, ValueError) as exc:
        raise AnswerError(f"its endorsement key cannot be read: {exc}") from exc


class _Reader:
    """Takes one field after the other; all are big-endian."""

    def __init__(self, content: bytes) -> None:
        self._left = content

    def take(self, count: int) -> bytes:
        """Take so many bytes."""
        if len(self._left) < count:
            raise ValueError("it ends too early")
        taken, self._left = self._left[:count], self._left[count:]
        return taken

    def number(self, count: int) -> int:
        """Take an unsigned number of so many bytes."""
        return int.from_bytes(self.take(count))

    def sized(self) -> bytes:
        """Take bytes that stand after their count (TPM2B)."""
        return self.take(self.number(2))

    def end(self) -> None:
        """Refuse what is left over."""
        if self._left:
            raise ValueError("something follows after it")


def _key(outer: _Reader) -> rsa.RSAPublicKey | ec.EllipticCurvePublicKey:
    public = _Reader(outer.sized())
    outer.end()
    kind = public.number(2)
    public.take(2 + 4)  # nameAlg, objectAttributes
    public.sized()  # authPolicy
    if kind not in (_RSA, _ECC):
        raise ValueError("it is neither RSA nor ECC")
    if public.number(2) != _NULL:  # symmetric: how a storage key wraps what is under it
        public.take(2 + 2)  # its bits and mode
    if public.number(2) != _NULL:
        raise ValueError("it has a scheme, which no key for decryption of its kind has")
    key = _rsa(public) if kind == _RSA else _ecc(public)
    public.end()
    return key


def _rsa(public: _Reader) -> rsa.RSAPublicKey:
    bits, exponent = public.number(2), public.number(4)
    modulus = int.from_bytes(public.sized())
    if modulus.bit_length() != bits:
        raise ValueError("its modulus has another length than it says")
    return rsa.RSAPublicNumbers(exponent or _DEFAULT_EXPONENT, modulus).public_key()


def _ecc(public: _Reader) -> ec.EllipticCurvePublicKey:
    curve = _CURVES.get(public.number(2))
    if curve is None:
        raise ValueError("its curve is not known")
    if public.number(2) != _NULL:
        public.take(2)  # hash of the key derivation
    x, y = (int.from_bytes(public.sized()) for _ in range(2))
    return ec.EllipticCurvePublicNumbers(x, y, curve()).public_key()
