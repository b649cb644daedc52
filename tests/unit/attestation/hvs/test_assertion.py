# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What a signed element says, and what it must not leave open."""

from datetime import UTC, datetime

import pytest
from lxml import etree

from attestation.errors import AnswerError
from attestation.hvs.assertion import Assertion, read_assertion
from tests.unit.attestation.hvs.samples import sample

SIGNED = sample("assertion.xml")
SIGNED = SIGNED[: SIGNED.index(b"<Signature ")] + SIGNED[SIGNED.index(b"</Signature>") + 12 :]


def read(content: bytes) -> Assertion:
    return read_assertion(etree.fromstring(content))


def test_the_recorded_assertion_is_read() -> None:
    assert read(SIGNED) == Assertion(
        hardware_uuid="0009e54e-642f-e511-906e-0012795d96dd",
        issued_at=datetime(2022, 11, 24, 10, 11, 25, 860_000, UTC),
        expires_at=datetime(2022, 11, 25, 10, 11, 25, 860_000, UTC),
        overall=True,
        parts={"ASSET_TAG": "true"},
        tags={"Country": "US"},
    )


def test_the_earlier_of_two_beginnings_counts() -> None:
    changed = SIGNED.replace(b'NotBefore="2022-11-24T10:11', b'NotBefore="2022-11-24T10:09')
    assert read(changed).issued_at.minute == 9


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (b'Name="HostName"', b'Name="TRUST_OVERALL"', "two attributes 'TRUST_OVERALL'"),
        (b'Name="HostName"', b'Name="TAG_Country"', "two attributes 'TAG_Country'"),
        (b'Name="HostName"', b'Name="HardwareUUID"', "two attributes 'HardwareUUID'"),
        (b'Name="HostName"', b"", "without a name"),
        (b'"TRUST_OVERALL"', b'"TRUST_SOMETHING"', "no clear word on OVERALL"),
        (b">true<", b">True<", "no clear word on ASSET_TAG"),
        (b">true<", b">1<", "no clear word"),
        (b'"HardwareUUID"', b'"hardwareUuid"', "HardwareUUID of the signed report"),
        (b">0009e54e", b">x009e54e", "HardwareUUID of the signed report"),
        (b'IssueInstant="2022', b'IssueInstant="22', "IssueInstant"),
        (b'NotOnOrAfter="2022-11-25T10', b'NotOnOrAfter="2022-11-24T10', "ends before it begins"),
        (b"NotOnOrAfter=", b"notOnOrAfter=", "NotOnOrAfter of the signed report"),
        (b">US</saml2:AttributeValue>", b">US</saml2:AttributeValue><saml2:AttributeValue/>",
         "Attribute .* not hold"),
        (b">US<", b"><b>US</b><", "a plain value"),
        (b">US<", b">U<!-- x -->S<", "not an assertion"),
        (b"<saml2:AttributeStatement>", b"<saml2:Conditions/><saml2:AttributeStatement>",
         "Assertion .* not hold"),
        (b"<saml2:AttributeStatement>", b"<saml2:AttributeStatement>text", "not hold"),
        (b"saml2:Assertion", b"saml2:Advice", "not an assertion"),
    ],
)  # fmt: skip
def test_what_could_be_read_in_two_ways_is_refused(old: bytes, new: bytes, problem: str) -> None:
    assert old in SIGNED
    with pytest.raises(AnswerError, match=problem):
        read(SIGNED.replace(old, new))


def test_attributes_without_end_are_refused() -> None:
    one = SIGNED[SIGNED.index(b"<saml2:Attribute ") : SIGNED.index(b"</saml2:AttributeStatement>")]
    with pytest.raises(AnswerError, match="more than 512 attributes"):
        read(SIGNED.replace(one, one * 120))


def test_unknown_attributes_mean_nothing() -> None:
    assert read(SIGNED.replace(b'"HostName"', b'"FEATURE_NEW"')) == read(SIGNED)
