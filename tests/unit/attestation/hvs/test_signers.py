# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Who may sign reports: only certificates in the file that an authority in it issued."""

from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from attestation.hvs.signers import SignersError, parse_signers
from tests.simulators.hvs.chain import signing_chain
from tests.unit.attestation.hvs.builders import NOON, chain, other_chain

LEAF = chain().leaf.public_bytes(Encoding.PEM)
AUTHORITY = chain().authority.public_bytes(Encoding.PEM)


def test_the_answer_of_hvs_is_what_the_file_holds() -> None:
    (signer,) = parse_signers(chain().pem).by_der.values()
    assert signer.certificate == chain().leaf
    assert signer.issuer == chain().authority
    assert signer.problem(now=NOON) == ""
    assert signer.expires_at == chain().leaf.not_valid_after_utc


def test_two_signing_certificates_count_while_hvs_changes_them() -> None:
    signers = parse_signers(chain().pem + other_chain().pem)
    assert len(signers.by_der) == 2


def test_a_certificate_that_left_the_file_counts_no_more() -> None:
    (old,) = parse_signers(chain().pem).by_der.values()
    later = NOON + timedelta(days=400)
    assert parse_signers(chain().pem).at(NOON).problem(old, now=NOON) == ""
    assert parse_signers(chain().pem).problem(old, now=NOON) == ""
    assert "expired" in parse_signers(chain().pem).at(later).problem(old, now=later)
    assert "not pinned" in parse_signers(other_chain().pem).at(NOON).problem(old, now=NOON)


def test_validity_is_that_of_certificate_and_authority() -> None:
    (signer,) = parse_signers(chain().pem).by_der.values()
    assert "expired" in signer.problem(now=NOON + timedelta(days=336))
    assert "valid from" in signer.problem(now=NOON - timedelta(days=31))


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "no PEM certificates"),
        (b"garbage", "no PEM certificates"),
        (AUTHORITY, "holds 0 signing certificates and 1 authorities"),
        (LEAF, "no authority in it issued"),
        (LEAF * 17, "holds 17 signing certificates"),
    ],
)
def test_other_files_are_refused(content: bytes, problem: str) -> None:
    with pytest.raises(SignersError, match=problem):
        parse_signers(content)


def test_an_authority_of_the_same_name_issued_nothing() -> None:
    stranger = signing_chain(begins=NOON, authority_bits=2048).authority
    with pytest.raises(SignersError, match="no authority in it issued"):
        parse_signers(LEAF + stranger.public_bytes(Encoding.PEM))


def test_a_certificate_that_may_not_sign_does_not_count() -> None:
    with pytest.raises(SignersError, match="may not sign"):
        parse_signers(signing_chain(begins=NOON, may_sign=False).pem)


def test_a_small_key_does_not_count() -> None:
    with pytest.raises(SignersError, match="not RSA of 2048 bits or more"):
        parse_signers(signing_chain(begins=NOON, bits=1024).pem)
