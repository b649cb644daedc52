# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What a signed report may look like before anybody looks at its signature.

XML signatures are verified by a library, and what is signed is chosen by the document. So the
document gets no choice: one assertion, one signature in the place where HVS puts it, one reference
to the whole of it, known algorithms, and none of the means by which XML says one thing to one
reader and another to the next (DTDs, entities, comments, CDATA, processing instructions).
"""

import binascii
import re
from base64 import b64decode
from typing import Any, TypeAlias

from lxml import etree

from attestation.errors import AnswerError

Element: TypeAlias = Any  # lxml ships no types
SAML = "{urn:oasis:names:tc:SAML:2.0:assertion}"
DSIG = "{http://www.w3.org/2000/09/xmldsig#}"
LIMIT = 128 * 1024
"""Bytes: HVS sends thirteen thousand."""
_MOST_NAMESPACES = 16
"""In scope of one element: HVS has four. Each element is canonicalized in a time that grows with
the square of them, which no deadline interrupts, before anybody knows who signed."""
_C14N = frozenset(
    "http://www.w3.org/" + name
    for name in (
        "TR/2001/REC-xml-c14n-20010315", "TR/2001/REC-xml-c14n-20010315#WithComments",
        "2001/10/xml-exc-c14n#", "2001/10/xml-exc-c14n#WithComments",
    )
)  # fmt: skip
_ENVELOPED = frozenset({"http://www.w3.org/2000/09/xmldsig#enveloped-signature"})
_SIGNATURES = frozenset(f"http://www.w3.org/2001/04/xmldsig-more#rsa-sha{n}" for n in (256, 384))
_DIGESTS = frozenset(
    {"http://www.w3.org/2001/04/xmlenc#sha256", "http://www.w3.org/2001/04/xmldsig-more#sha384"}
)
_BASE64 = re.compile(r"[A-Za-z0-9+/\s]{16,16384}={0,2}\s*", re.ASCII)


def safe_parser() -> etree.XMLParser:
    """Return a parser that resolves nothing, loads nothing and bounds depth."""
    return etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False)


def embedded_certificate(content: bytes) -> bytes:
    """Check the form of a signed report, and return the DER certificate that it shows.

    The certificate proves nothing: it only tells which of the pinned ones to try.

    Raises:
        AnswerError: It has another form than the one that HVS gives it.
    """
    root = _parse(content)
    if root.tag != f"{SAML}Assertion":
        raise AnswerError("the signed report is not an assertion of SAML 2.0")
    names = [each.tag for each in root.iter()]
    if not all(isinstance(name, str) for name in names):
        raise AnswerError("the signed report has comments or processing instructions")
    if any(len(each.nsmap) > _MOST_NAMESPACES for each in root.iter()):
        raise AnswerError(f"the signed report has more than {_MOST_NAMESPACES} namespaces")
    if names.count(f"{SAML}Assertion") != 1:
        raise AnswerError("the signed report has several assertions")
    if names.count(f"{DSIG}Signature") != 1:
        raise AnswerError("the signed report must have one signature, neither none nor several")
    return _check_signature(root, _only_id(root))


def children(parent: Element, *names: str) -> list[Element]:
    """Return the children, which must be these and no others, with nothing but space around them.

    Raises:
        AnswerError: They are not.
    """
    found = list(parent)
    texts = (parent.text, *(each.tail for each in found))
    if [each.tag for each in found] != list(names) or any((text or "").strip() for text in texts):
        raise AnswerError(f"{_name(parent)} of the signed report does not hold what HVS puts there")
    return found


def _parse(content: bytes) -> Element:
    if len(content) > LIMIT:
        raise AnswerError(f"the signed report is longer than {LIMIT} bytes")
    # In UTF-8 these bytes are markup wherever they stand: "<" is an escape in texts and values.
    if b"<!" in content or b"<?" in content or b"\0" in content or not content.startswith(b"<"):
        raise AnswerError("the signed report has a DTD, a comment, CDATA or an instruction in it")
    try:
        content.decode("utf-8")
        return etree.fromstring(content, parser=safe_parser())
    except (UnicodeDecodeError, etree.XMLSyntaxError) as exc:
        raise AnswerError("the signed report is not one XML document in UTF-8") from exc


def _only_id(root: Element) -> str:
    """Return the identifier of the root, if nothing else has one of any spelling."""
    found = [
        (each, name)
        for each in root.iter()
        for name in each.attrib
        if etree.QName(name).localname.lower() == "id"
    ]
    if len(found) != 1 or found[0][0] is not root or found[0][1] != "ID":
        raise AnswerError("only the assertion of a signed report may have an identifier")
    return str(root.get("ID"))


def _check_signature(root: Element, identifier: str) -> bytes:
    signature = root.find(f"{DSIG}Signature")
    if signature is None:
        raise AnswerError("the signature does not stand in the assertion that it is for")
    info, value, key = children(signature, *_dsig("SignedInfo", "SignatureValue", "KeyInfo"))
    c14n, method, reference = children(
        info, *_dsig("CanonicalizationMethod", "SignatureMethod", "Reference")
    )
    _algorithm(c14n, _C14N)
    _algorithm(method, _SIGNATURES)
    if dict(reference.attrib) != {"URI": f"#{identifier}"}:
        raise AnswerError("the signature is not for the whole assertion")
    transforms, digest, digest_value = children(
        reference, *_dsig("Transforms", "DigestMethod", "DigestValue")
    )
    enveloped, canonical = children(transforms, *_dsig("Transform", "Transform"))
    _algorithm(enveloped, _ENVELOPED)
    _algorithm(canonical, _C14N)
    _algorithm(digest, _DIGESTS)
    _decoded(digest_value)
    _decoded(value)
    (x509,) = children(key, *_dsig("X509Data"))
    (certificate,) = children(x509, *_dsig("X509Certificate"))
    return _decoded(certificate)


def _algorithm(element: Element, allowed: frozenset[str]) -> None:
    children(element)
    found = dict(element.attrib)
    if set(found) != {"Algorithm"} or found["Algorithm"] not in allowed:
        raise AnswerError(f"{_name(element)} of the signed report names no algorithm that counts")


def _decoded(element: Element) -> bytes:
    text = element.text or ""
    try:
        if len(element) or element.attrib or not _BASE64.fullmatch(text):
            raise ValueError
        return b64decode("".join(text.split()), validate=True)
    except (ValueError, binascii.Error) as exc:
        raise AnswerError(f"{_name(element)} of the signed report is not base64") from exc


def _dsig(*names: str) -> list[str]:
    return [f"{DSIG}{name}" for name in names]


def _name(element: Element) -> str:
    return str(etree.QName(element).localname)
