# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Signed reports verified: form, signer, signature, and only then content.

(1) The document has the form that HVS gives it (``envelope``).
(2) The certificate that it shows is pinned, and valid now (``signers``).
(3) The signature is that certificate's, over the whole assertion (signxml).
(4) What is read is what was signed: the bytes that the digest was made of, parsed again.
(5) It is valid already; when it ends is for the rules to judge.
"""

from dataclasses import dataclass
from datetime import datetime

from lxml import etree
from signxml.algorithms import DigestAlgorithm, SignatureMethod
from signxml.exceptions import SignXMLException
from signxml.verifier import SignatureConfiguration, XMLVerifier

from attestation.errors import AnswerError
from attestation.hvs.assertion import Assertion, read_assertion
from attestation.hvs.envelope import Element, embedded_certificate, safe_parser
from attestation.hvs.signers import Signer, Signers
from trust.rules.freshness import CLOCK_SKEW
from trust.times import clock_text

_METHODS = frozenset({SignatureMethod.RSA_SHA256, SignatureMethod.RSA_SHA384})
_DIGESTS = frozenset({DigestAlgorithm.SHA256, DigestAlgorithm.SHA384})


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """A signed report, and who signed it.

    Attributes:
        assertion: What it says.
        signer: The pinned certificate.
    """

    assertion: Assertion
    signer: Signer


def verify(content: bytes, signers: Signers, *, now: datetime) -> Verified:
    """Verify a signed report and read it.

    Raises:
        AnswerError: Nothing of it is believed.
    """
    signer = signers.find(embedded_certificate(content))
    if signer is None:
        raise AnswerError("the signed report is signed by somebody who is not pinned")
    problem = signer.problem(now=now)
    if problem:
        raise AnswerError(problem)
    assertion = read_assertion(_signed(content, signer, now))
    if assertion.issued_at > now + CLOCK_SKEW:
        raise AnswerError(
            f"the signed report is valid from {clock_text(assertion.issued_at)}, which has not come"
        )
    return Verified(assertion=assertion, signer=signer)


def _signed(content: bytes, signer: Signer, now: datetime) -> Element:
    """Return what the signature covers."""
    verifier = XMLVerifier()
    # HVS canonicalizes in Go, where no xmlns="" appears on elements without a namespace; libxml2
    # writes it. What is cut out of the digested bytes is cut out of what is returned, too.
    verifier.excise_empty_xmlns_declarations = True
    try:
        result = verifier.verify(
            content,
            x509_cert=signer.certificate,
            parser=safe_parser(),
            id_attribute="ID",
            expect_config=SignatureConfiguration(
                location="./",
                expect_references=1,
                signature_methods=_METHODS,
                digest_algorithms=_DIGESTS,
                verification_time=now,
            ),
        )
    except (SignXMLException, ValueError, etree.LxmlError) as exc:
        # The last: what has no canonical form, or none that can be parsed again.
        raise AnswerError("the signature of the signed report is wrong") from exc
    if isinstance(result, list) or result.signed_xml is None:
        raise AnswerError("the signature of the signed report covers nothing")
    return result.signed_xml
