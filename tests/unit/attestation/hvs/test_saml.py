# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Signed reports: what is believed is what a pinned certificate signed, and nothing around it."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from attestation.errors import AnswerError
from attestation.hvs.saml import Verified, verify
from attestation.hvs.signers import parse_signers
from tests.simulators.hvs.chain import signing_chain
from tests.simulators.hvs.signer import signed
from tests.unit.attestation.hvs.builders import MINUTE, NOON, chain, host

DOCUMENT = replace(host(), tags={"Country": "US"}).in_saml(chain())


def read(document: str, *, now: datetime = NOON) -> Verified:
    return verify(document.encode(), parse_signers(chain().pem), now=now)


def test_what_hvs_signs_is_verified_and_read() -> None:
    found = read(DOCUMENT).assertion
    assert found.hardware_uuid == host().hardware_uuid
    assert (found.issued_at, found.expires_at) == (NOON - MINUTE, NOON - MINUTE + timedelta(days=1))
    assert found.overall
    assert found.parts["ASSET_TAG"] == "true"
    assert found.tags == {"Country": "US"}


@pytest.mark.parametrize("bits", [3072])
def test_hvs_signs_with_larger_keys_too(bits: int) -> None:
    larger = signing_chain(begins=NOON - timedelta(days=1), bits=bits)
    document = host().in_saml(larger).encode()
    assert verify(document, parse_signers(larger.pem), now=NOON).assertion.overall


def test_a_report_from_the_future_is_not_believed_yet() -> None:
    with pytest.raises(AnswerError, match="which has not come"):
        read(DOCUMENT, now=NOON - timedelta(hours=1))


def test_an_expired_report_is_read_for_the_rules_to_judge() -> None:
    assert read(DOCUMENT, now=NOON + timedelta(days=2)).assertion.expires_at < NOON + timedelta(2)


def test_an_expired_signer_proves_nothing() -> None:
    with pytest.raises(AnswerError, match="the signing certificate expired at 2027"):
        read(DOCUMENT, now=NOON + timedelta(days=400))


def test_a_signer_that_is_not_valid_yet_proves_nothing() -> None:
    with pytest.raises(AnswerError, match="the signing certificate is valid from"):
        read(DOCUMENT, now=NOON - timedelta(days=40))


def test_no_message_quotes_the_report() -> None:
    with pytest.raises(AnswerError) as caught:
        read(DOCUMENT.replace(">US<", ">DE<"))
    assert "host-1" not in str(caught.value)


def test_a_signed_report_of_another_kind_is_not_read_as_one() -> None:
    document = signed({"TRUST_OVERALL": "true"}, chain(), issued=NOON)
    with pytest.raises(AnswerError, match="HardwareUUID"):
        read(document)
