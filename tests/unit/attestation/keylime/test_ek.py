# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Hashes of endorsement keys: keys that swtpm made, and PEM that tpm2_readpublic wrote."""

from base64 import b64decode, b64encode

import pytest

from attestation.errors import AnswerError
from attestation.keylime.ek import ek_hash
from tests.simulators.endorsement import endorsement_key

RSA = (
    "AToAAQALAAMAsgAgg3GXZ0SEs/gakMyNRqXXJP1S124GUgtk8qHaGzMUaaoABgCAAEMAEAgAAAAAAAEA"
    "1k4WcsGPwb2m+iwvG/I0KAWopb+VSl+0N1UGAurnVhHJCcpARTCctgNlQrP+NtmHvPDMMhT6gqdWFVtJ"
    "n2KjSrWtSePHuokYpzoOWXNy2bVbONMDPkeKlpwan9Li4tSrQdx8jl8v3hMRaeBTaeo3jg1z5io5BidF"
    "3QpC7LVaGJ0CB7SwEdRJM0MUDqN9q6piiHrESo4kWiIiLs2TZet2f5DWpbIdOFmaJJyugi3Zfx1jeQUj"
    "3Ocjz1NuiJ7KTUmrrZyZZP0ZcDgjh0OiJHkCpLgnuVCJMJljNSDXg7AuLjkIWgzzzFDgrMo4ooQmOoPC"
    "FAm/5F3Jm4568sVKtNNcmw=="
)
P256 = (
    "AHoAIwALAAMAsgAgg3GXZ0SEs/gakMyNRqXXJP1S124GUgtk8qHaGzMUaaoABgCAAEMAEAADABAAIJ+vFV/v"
    "2fJDZCGq6cB04EQnt25SxWRJuR4Vsi8n17TUACDUlcPqAowNbrRAEJIPxvnRMmUj7FJY2mHxEpMEtxvyDg=="
)
P384 = (
    "AKoAIwAMAAMA8gAwsm59KNEaULxT2IK89f06GgdBSLs107TkyxwK2b3kGcrLR7oJaZZGFQ+fwADz+A4SAAYB"
    "AABDABAABAAQADCqkpdXicQl27jspulzIu4jzXLj+EOR6JTFAVTsIz0ND03PcBbG7YnAQ1gVZJT7RH8AMPED"
    "i4rzuJOus/UMiEm/7B4kFrvflBLXiuIbgJOpUCFLqgTzGwDbO6jamb+wJVsYbw=="
)
RAW = b64decode(RSA)
CURVE = b64decode(P256)
BODY = 2 + 2 + 2 + 4 + 2 + 32
"""Bytes before ``symmetric``: size, type, nameAlg, attributes, and a policy of 32 bytes."""


@pytest.mark.parametrize(
    ("public", "digest"),
    [
        (RSA, "05747f33b287fd22ffb98a6989d0eb7daad3350584350a082fbff03f68f70475"),
        (P256, "d4ce7f16b9a48eb30d65c12edbe68b1984380cd3c7b3d98b37096da32f069830"),
        (P384, "b0356091a5cd052823fc60f35d2d3274e5926850cdb910d078da1466b5a14b7e"),
    ],
)
def test_the_hash_is_that_of_the_pem_that_tpm2_tools_write(public: str, digest: str) -> None:
    assert ek_hash(public) == digest


def test_simulated_keys_are_keys() -> None:
    key = endorsement_key(1)
    assert ek_hash(key.public) == key.hash


def changed(raw: bytes, at: int, new: bytes) -> str:
    return b64encode(raw[:at] + new + raw[at + len(new) :]).decode()


@pytest.mark.parametrize(
    ("public", "problem"),
    [
        ("", "ends too early"),
        ("?", "cannot be read"),
        ("ä" * 4, "cannot be read"),
        ("A" * 5000, "too long"),
        (b64encode(RAW[:-1]).decode(), "ends too early"),
        (b64encode(RAW + b"x").decode(), "something follows"),
        (b64encode(b"\x01\x3b" + RAW[2:] + b"x").decode(), "something follows"),
        (changed(RAW, 2, b"\x00\x08"), "neither RSA nor ECC"),
        (changed(RAW, BODY + 6, b"\x00\x14"), "has a scheme"),
        (changed(RAW, BODY + 8, b"\x0c\x00"), "another length"),
        (changed(RAW, BODY + 10, b"\x00\x00\x00\x02"), "cannot be read"),
        (changed(CURVE, BODY + 8, b"\x00\x20"), "curve is not known"),
        (changed(CURVE, len(CURVE) - 1, b"\x00"), "cannot be read"),
    ],
    ids=range(13),
)
def test_what_is_no_endorsement_key_is_refused(public: str, problem: str) -> None:
    with pytest.raises(AnswerError, match=problem):
        ek_hash(public)


def test_a_key_without_symmetric_part_and_with_a_key_derivation_is_read() -> None:
    bare = CURVE[2:BODY] + CURVE[BODY + 4 :]
    bare = bare[: BODY - 2] + b"\x00\x10" + CURVE[BODY + 6 :]
    sized = len(bare).to_bytes(2) + bare
    assert ek_hash(b64encode(sized).decode()) == ek_hash(P256)
    derived = CURVE[2 : BODY + 10] + b"\x00\x20\x00\x0b" + CURVE[BODY + 12 :]
    sized = len(derived).to_bytes(2) + derived
    assert ek_hash(b64encode(sized).decode()) == ek_hash(P256)
