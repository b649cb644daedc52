# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Forgeries of signed reports, each one refused."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from attestation.errors import AnswerError
from attestation.hvs.saml import Verified, verify
from attestation.hvs.signers import parse_signers
from tests.unit.attestation.hvs.builders import NOON, chain, host, other_chain

DOCUMENT = replace(host(), tags={"Country": "US"}).in_saml(chain())
SUBJECT = DOCUMENT[DOCUMENT.index("<saml2:Subject>") : DOCUMENT.index("</saml2:Assertion>")]
SIGNATURE = DOCUMENT[
    DOCUMENT.index("<Signature ") : DOCUMENT.index("</Signature>") + len("</Signature>")
]
FORGED = DOCUMENT.replace(host().hardware_uuid, host(2).hardware_uuid).replace(SIGNATURE, "")


def read(document: str) -> Verified:
    return verify(document.encode(), parse_signers(chain().pem), now=NOON)


def wrapped(inner: str, outer: str) -> str:
    """Put the signed assertion into a forged one."""
    return outer.replace("</saml2:Assertion>", f"{inner}</saml2:Assertion>")


FORGERIES: dict[str, Callable[[], str]] = {
    "signature stripped": lambda: DOCUMENT.replace(SIGNATURE, ""),
    "signature moved into the subject": lambda: DOCUMENT.replace(SIGNATURE, "").replace(
        "</saml2:Subject>", f"{SIGNATURE}</saml2:Subject>"
    ),
    "signature moved into an attribute value": lambda: DOCUMENT.replace(SIGNATURE, "").replace(
        ">host-1<", f">host-1{SIGNATURE}<"
    ),
    "two signatures": lambda: DOCUMENT.replace(SIGNATURE, SIGNATURE * 2),
    "two assertions, one behind the other": lambda: DOCUMENT + DOCUMENT,
    "two assertions in a response": lambda: f"<Response>{DOCUMENT}{FORGED}</Response>",
    "the signed assertion within a forged one": lambda: wrapped(DOCUMENT, FORGED),
    "the signature of another assertion over a forged one": lambda: FORGED.replace(
        "</saml2:Issuer>", f"</saml2:Issuer>{SIGNATURE}"
    ),
    "the original in the signature, a forged one around it": lambda: FORGED.replace(
        "</saml2:Issuer>",
        "</saml2:Issuer>"
        + SIGNATURE.replace("</Signature>", f"<Object>{DOCUMENT}</Object></Signature>"),
    ),
    "a second element with the identifier": lambda: DOCUMENT.replace(
        "<saml2:Issuer>", '<saml2:Issuer ID="MapAssertion">'
    ),
    "another spelling of the identifier": lambda: DOCUMENT.replace(
        "<saml2:Issuer>", '<saml2:Issuer Id="MapAssertion">'
    ),
    "a reference to the whole document": lambda: DOCUMENT.replace('URI="#MapAssertion"', 'URI=""'),
    "a reference to another element": lambda: DOCUMENT.replace(
        'URI="#MapAssertion"', 'URI="#Other"'
    ),
    "an external reference": lambda: DOCUMENT.replace(
        'URI="#MapAssertion"', 'URI="https://evil.example/"'
    ),
    "an xpath transform": lambda: DOCUMENT.replace(
        "http://www.w3.org/2000/09/xmldsig#enveloped-signature",
        "http://www.w3.org/TR/1999/REC-xpath-19991116",
    ),
    "a value changed": lambda: DOCUMENT.replace(">US<", ">DE<"),
    "the end changed": lambda: DOCUMENT.replace("2026-11-25", "2027-11-25"),
    "a comment in a value": lambda: DOCUMENT.replace(">US<", ">U<!-- -->S<"),
    "a comment in the identity": lambda: DOCUMENT.replace("0009e54e-", "0009e54e<!---->-"),
    "CDATA in a value": lambda: DOCUMENT.replace(">US<", "><![CDATA[US]]><"),
    "a processing instruction": lambda: DOCUMENT.replace(">US<", ">US<?x y?><"),
    "a declaration of another encoding": lambda: (
        '<?xml version="1.0" encoding="iso-8859-1"?>' + DOCUMENT
    ),
    "an XML declaration": lambda: '<?xml version="1.0" encoding="utf-16"?>' + DOCUMENT,
    "a DTD with an entity": lambda: f'<!DOCTYPE a [<!ENTITY e "US">]>{DOCUMENT}',
    "an algorithm with SHA-1": lambda: DOCUMENT.replace(
        "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
        "http://www.w3.org/2000/09/xmldsig#rsa-sha1",
    ),
    "a keyed hash instead of a signature": lambda: DOCUMENT.replace(
        "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
        "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256",
    ),
    "a bare key beside the certificate": lambda: DOCUMENT.replace(
        "<X509Data>", "<KeyValue/><X509Data>"
    ),
    "no certificate": lambda: DOCUMENT.replace("<X509Data>", "<X509Data/><X509Data>"),
    "signed by nobody that is pinned": lambda: host().in_saml(other_chain()),
    "the pinned certificate shown, another key": lambda: (
        host().in_saml(other_chain()).replace(other_chain().shown, chain().shown)
    ),
    "another root": lambda: DOCUMENT.replace("saml2:Assertion", "saml2:Response"),
    "another namespace": lambda: DOCUMENT.replace("SAML:2.0:assertion", "SAML:3.0:assertion"),
    "empty": lambda: "",
    "garbage": lambda: "\x00\x01garbage",
    "a truncated document": lambda: DOCUMENT[: len(DOCUMENT) // 2],
    "a huge document": lambda: DOCUMENT.replace(">US<", f">{'U' * 200_000}<"),
    "deep nesting": lambda: "<a>" * 10_000 + "</a>" * 10_000,
}


@pytest.mark.parametrize("name", FORGERIES)
def test_nothing_of_a_forgery_is_believed(name: str) -> None:
    forgery = FORGERIES[name]()
    assert forgery != DOCUMENT
    with pytest.raises(AnswerError):
        read(forgery)


def test_a_document_in_utf_16_is_not_read() -> None:
    with pytest.raises(AnswerError, match="DTD, a comment"):
        verify(DOCUMENT.encode("utf-16"), parse_signers(chain().pem), now=NOON)


def test_what_the_digest_leaves_out_is_left_out_of_what_is_read() -> None:
    slipped = DOCUMENT.replace(">US<", '>US xmlns=""<')  # cut out by the mended canonical form
    assert read(slipped).assertion.tags == {"Country": "US"}


def test_space_between_elements_is_signed_too() -> None:
    with pytest.raises(AnswerError, match="signature of the signed report is wrong"):
        read(DOCUMENT.replace("<saml2:Subject>", "\n  <saml2:Subject>"))


@pytest.mark.parametrize(
    ("before", "attribute"),
    [
        (" Version=", ' xmlns:x="relative"'),  # has no canonical form
        ("><CanonicalizationMethod", ' xml:base="x"'),  # against the schema of signatures
    ],
)
def test_what_the_libraries_stumble_over_is_not_believed(before: str, attribute: str) -> None:
    assert before in DOCUMENT
    with pytest.raises(AnswerError):
        read(DOCUMENT.replace(before, attribute + before, 1))


def test_what_takes_long_to_canonicalize_is_not_looked_at() -> None:
    place = "<saml2:AttributeStatement"
    many = "".join(f' xmlns:n{each}="u:"' for each in range(17))
    with pytest.raises(AnswerError, match="more than 16 namespaces"):
        read(DOCUMENT.replace(place, place + many))
