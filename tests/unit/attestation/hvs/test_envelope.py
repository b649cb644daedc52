# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The form of a signed report, before anybody looks at the signature."""

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from attestation.errors import AnswerError
from attestation.hvs.envelope import LIMIT, embedded_certificate
from tests.unit.attestation.hvs.builders import chain, host
from tests.unit.attestation.hvs.samples import sample

DOCUMENT = host().in_saml(chain())
DER = chain().leaf.public_bytes(Encoding.DER)


def test_the_certificate_that_it_shows_is_returned() -> None:
    assert embedded_certificate(DOCUMENT.encode()) == DER


def test_the_recorded_form_is_the_expected_one() -> None:
    assert len(embedded_certificate(sample("assertion.xml"))) == 18


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("saml2:Assertion", "saml2:Response", "not an assertion of SAML 2.0"),
        ("<saml2:Subject>", "<saml2:Assertion/><saml2:Subject>", "several assertions"),
        ("<saml2:Subject>", "<Signature xmlns='http://www.w3.org/2000/09/xmldsig#'/><saml2:Subject>",
         "one signature"),
        ("<saml2:Subject>", "<saml2:Subject ID='x'>", "may have an identifier"),
        ("<saml2:Subject>", "<saml2:Subject xml:id='x'>", "may have an identifier"),
        ('ID="MapAssertion"', 'Id="MapAssertion"', "may have an identifier"),
        ('URI="#MapAssertion"', 'URI=""', "not for the whole assertion"),
        ('URI="#MapAssertion"', 'URI="#MapAssertion" Type="x"', "not for the whole assertion"),
        ("xmldsig-more#rsa-sha256", "xmldsig-more#hmac-sha256", "SignatureMethod .* no algorithm"),
        ("xmlenc#sha256", "xmlenc#sha512", "DigestMethod .* no algorithm"),
        ("#enveloped-signature", "#base64", "Transform .* no algorithm"),
        ("#enveloped-signature", "#enveloped-signature' x='y", "UTF-8|no algorithm"),
        ("<DigestValue>", "<DigestValue>!", "DigestValue .* not base64"),
        ("<SignatureValue>", "<SignatureValue><a/>", "SignatureValue .* not base64"),
        ("<X509Data>", "<X509Data/><X509Data>", "KeyInfo .* not hold"),
        ("<X509Data>", "text<X509Data>", "KeyInfo .* not hold"),
        ("<Transforms>", "<Transforms><Transform Algorithm='x'/>", "Transforms .* not hold"),
        ("true<", "<!-- -->true<", "a DTD, a comment"),
        ("true<", "&#0;true<", "not one XML document"),
    ],
)  # fmt: skip
def test_another_form_is_refused_by_name(old: str, new: str, problem: str) -> None:
    changed = DOCUMENT.replace(old, new, 1 if old.startswith("<") else -1)
    assert changed != DOCUMENT
    with pytest.raises(AnswerError, match=problem):
        embedded_certificate(changed.encode())


def test_nothing_larger_than_the_limit_is_parsed() -> None:
    with pytest.raises(AnswerError, match="longer than"):
        embedded_certificate(b"<a>" + b" " * LIMIT + b"</a>")


def test_what_is_not_utf_8_is_refused() -> None:
    with pytest.raises(AnswerError, match="not one XML document"):
        embedded_certificate(b"<a>\xff</a>")
