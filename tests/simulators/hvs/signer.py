# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Assertions signed as HVS signs them, without any XML library: the canonical form is written out.

Source: isecl.md §5 (HVS makes the same form with etree and goxmldsig). Whoever verifies these with
a library has not met that library's own habits on both sides.
"""

import hashlib
from base64 import b64encode
from collections.abc import Mapping
from datetime import datetime, timedelta

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding

from tests.simulators.hvs.chain import SigningChain

_SAML = "urn:oasis:names:tc:SAML:2.0:assertion"
_DSIG = "http://www.w3.org/2000/09/xmldsig#"
_C14N = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments"
_FORMAT = "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified"
_TYPED = (
    'xmlns:xsd="http://www.w3.org/2001/XMLSchema" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="xsd:string"'
)


def signed(
    attributes: Mapping[str, str] | list[tuple[str, str]],
    chain: SigningChain,
    *,
    issued: datetime,
    lasts: timedelta = timedelta(days=1),
) -> str:
    """Return a signed assertion with these attributes, in this order, on one line."""
    pairs = list(attributes.items()) if isinstance(attributes, Mapping) else attributes
    return assembled(pairs, chain, begins=go_instant(issued), ends=go_instant(issued + lasts))


def assembled(pairs: list[tuple[str, str]], chain: SigningChain, *, begins: str, ends: str) -> str:
    """Write the canonical form, sign it, and write the form that is sent."""
    issuer = "<saml2:Issuer>AttestationService</saml2:Issuer>"
    content = _subject(begins, ends) + _statement(pairs)
    canonical = (
        f'<saml2:Assertion xmlns:saml2="{_SAML}" ID="MapAssertion" IssueInstant="{begins}" '
        f'Version="2.0">{issuer}{content}</saml2:Assertion>'
    )
    info = _signed_info(b64encode(hashlib.sha256(canonical.encode()).digest()).decode())
    # Canonical SignedInfo has all namespaces in scope (Canonical XML 1.0 §2.4).
    in_scope = f'<SignedInfo xmlns="{_DSIG}" xmlns:saml2="{_SAML}">'
    value = chain.key.sign(
        info.replace("<SignedInfo>", in_scope).encode(), padding.PKCS1v15(), hashes.SHA256()
    )
    signature = (
        f'<Signature xmlns="{_DSIG}">{_shortened(info)}'
        f"<SignatureValue>{b64encode(value).decode()}</SignatureValue><KeyInfo><X509Data>"
        f"<X509Certificate>{chain.shown}</X509Certificate></X509Data></KeyInfo></Signature>"
    )
    return (
        f'<saml2:Assertion ID="MapAssertion" IssueInstant="{begins}" Version="2.0" '
        f'xmlns:saml2="{_SAML}">{issuer}{signature}{_shortened(content)}</saml2:Assertion>'
    )


def go_instant(instant: datetime) -> str:
    """Write an instant as Go's layout ``…05.999Z`` does: milliseconds, no zeros at their end."""
    text = instant.strftime("%Y-%m-%dT%H:%M:%S")
    fraction = f"{instant.microsecond // 1000:03d}".rstrip("0")
    return f"{text}.{fraction}Z" if fraction else f"{text}Z"


def _subject(begins: str, ends: str) -> str:
    return (
        f'<saml2:Subject><saml2:NameID Format="{_FORMAT}">HVS</saml2:NameID>'
        '<saml2:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:sender-vouches">'
        f'<saml2:NameID Format="{_FORMAT}"></saml2:NameID><saml2:SubjectConfirmationData '
        f'NotBefore="{begins}" NotOnOrAfter="{ends}"></saml2:SubjectConfirmationData>'
        "</saml2:SubjectConfirmation></saml2:Subject>"
    )


def _statement(pairs: list[tuple[str, str]]) -> str:
    values = "".join(
        f'<saml2:Attribute Name="{_escaped(name)}"><saml2:AttributeValue {_TYPED}>'
        f"{_escaped(value)}</saml2:AttributeValue></saml2:Attribute>"
        for name, value in pairs
    )
    return f"<saml2:AttributeStatement>{values}</saml2:AttributeStatement>"


def _signed_info(digest: str) -> str:
    return (
        f'<SignedInfo><CanonicalizationMethod Algorithm="{_C14N}"></CanonicalizationMethod>'
        '<SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256">'
        f'</SignatureMethod><Reference URI="#MapAssertion"><Transforms><Transform '
        f'Algorithm="{_DSIG}enveloped-signature"></Transform><Transform Algorithm="{_C14N}">'
        '</Transform></Transforms><DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256">'
        f"</DigestMethod><DigestValue>{digest}</DigestValue></Reference></SignedInfo>"
    )


def _shortened(canonical: str) -> str:
    """Write empty elements as etree does where HVS has them."""
    for name in (
        "CanonicalizationMethod", "SignatureMethod", "Transform", "DigestMethod",
        "saml2:SubjectConfirmationData",
    ):  # fmt: skip
        canonical = canonical.replace(f"></{name}>", "/>")
    return canonical.replace(
        f'<saml2:NameID Format="{_FORMAT}"></saml2:NameID>', f'<saml2:NameID Format="{_FORMAT}"/>'
    )


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
