# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The key of hints, as its file is now."""

import os
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from attestation.errors import AnswerError
from attestation.keylime.hint_key import HintKey


def pem(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def test_a_renewed_key_is_used_and_a_broken_one_refused(tmp_path: Path) -> None:
    path = tmp_path / "hints.pem"
    key = HintKey(path)
    with pytest.raises(AnswerError, match=r"hints\.pem cannot be read: No such file"):
        key.current()
    first, second = (rsa.generate_private_key(65537, 2048) for _ in range(2))
    path.write_bytes(pem(first))
    assert key.current() == first.public_key()
    assert key.current() is key.current()
    path.write_bytes(pem(second))
    os.utime(path, ns=(1, 1))
    assert key.current() == second.public_key()
    for content in (b"", b"no key", pem(ec.generate_private_key(ec.SECP256R1()))):
        path.write_bytes(content)
        with pytest.raises(AnswerError, match="is not an RSA public key"):
            key.current()
