# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Keys of a tag authority."""

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from attestation.tags.errors import KeyFileError
from attestation.tags.keys import parse_public_keys, parse_signing_key, thumbprint
from tests.unit.attestation.tags.builders import KEY, OTHER_KEY, private_pem, public_pem


def test_a_key_is_known_by_its_thumbprint_of_rfc_7638() -> None:
    # The public key of RFC 7515 A.3.1, its members put in order and hashed by hand.
    numbers = ec.EllipticCurvePublicNumbers(
        x=0x7FCDCE2770F6C45D4183CBEE6FDB4B7B580733357BE9EF13BACF6E3C7BD15445,
        y=0xC7F144CD1BBD9B7E872CDFEDB9EEB9F4B3695D6EA90B24AD8A4623288588E5AD,
        curve=ec.SECP256R1(),
    )
    assert thumbprint(numbers.public_key()) == "oKIywvGUpTVTyxMQ3bwIIeQUudfr_CkLMjCE19ECD-U"


def test_several_keys_count_while_an_authority_changes_its_key() -> None:
    keys = parse_public_keys(b"the old one\n" + public_pem(KEY) + public_pem(OTHER_KEY))
    assert keys.keys() == {KEY.thumbprint, OTHER_KEY.thumbprint}
    assert keys[KEY.thumbprint] == KEY.key.public_key()


def test_a_private_key_signs() -> None:
    read = parse_signing_key(private_pem(KEY))
    assert read.thumbprint == KEY.thumbprint
    assert read.public_keys == {KEY.thumbprint: KEY.key.public_key()}


def test_openssl_ecparam_writes_a_key_that_signs() -> None:
    parameters = b"-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n"
    key = KEY.key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    assert parse_signing_key(parameters + key).thumbprint == KEY.thumbprint


def rsa_public() -> bytes:
    key = rsa.generate_private_key(65537, 2048).public_key()
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def p384_public() -> bytes:
    key = ec.generate_private_key(ec.SECP384R1()).public_key()
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "it holds no public key in PEM"),
        (b"-----BEGIN PUBLIC KEY-----\nMFkw", "it holds no public key in PEM"),
        (
            b"-----BEGIN PUBLIC KEY-----\nMFkw\n-----END PUBLIC KEY-----\n",
            "it holds a public key that cannot be read",
        ),
        (private_pem(KEY), "it holds a private key: give the public one"),
        (public_pem(KEY) + private_pem(KEY), "it holds a private key"),
        (
            public_pem(KEY) + b"-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n",
            "it holds a CERTIFICATE",
        ),
        (public_pem(KEY) + rsa_public(), "not of EC P-256"),
        (p384_public(), "not of EC P-256"),
    ],
)
def test_anything_but_public_keys_of_p_256_is_refused(content: bytes, problem: str) -> None:
    with pytest.raises(KeyFileError, match=problem):
        parse_public_keys(content)


def rsa_private() -> bytes:
    key = rsa.generate_private_key(65537, 2048)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def encrypted() -> bytes:
    return KEY.key.private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"secret")
    )


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "it holds no private key in PEM"),
        (public_pem(KEY), "it holds no private key in PEM"),
        (rsa_private(), "it is no key of EC P-256"),
        (encrypted(), "it is encrypted"),
    ],
)
def test_only_a_private_key_of_p_256_signs(content: bytes, problem: str) -> None:
    with pytest.raises(KeyFileError, match=problem):
        parse_signing_key(content)
