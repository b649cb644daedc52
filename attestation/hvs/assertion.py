# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What a signed report says, read from the element that the signature covers and nowhere else."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from attestation.errors import AnswerError
from attestation.hvs.envelope import SAML, Element, children
from attestation.hvs.instants import parse_instant, parse_uuid

_TRUST, _TAG, _OVERALL = "TRUST_", "TAG_", "OVERALL"
_WORDS = frozenset({"true", "false", "NA"})
_MOST = 512
"""Attributes: HVS sends about forty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assertion:
    """A signed report whose signature was verified.

    Attributes:
        hardware_uuid: Of the host, in lower case.
        issued_at: When it was signed; with it its own validity begins.
        expires_at: From when on it proves nothing.
        overall: TRUST_OVERALL.
        parts: TRUST_* of each part: true, false, or NA for one without flavors.
        tags: TAG_*, whatever the tag check found: they count only if it found them true.
    """

    hardware_uuid: str
    issued_at: datetime
    expires_at: datetime
    overall: bool
    parts: Mapping[str, str]
    tags: Mapping[str, str]


def read_assertion(root: Element) -> Assertion:
    """Read a signed element.

    Raises:
        AnswerError: It is not the assertion that HVS makes.
    """
    if root.tag != f"{SAML}Assertion" or not all(isinstance(each.tag, str) for each in root.iter()):
        raise AnswerError("what is signed is not an assertion of SAML 2.0")
    _, subject, statement = children(root, *_saml("Issuer", "Subject", "AttributeStatement"))
    _, confirmation = children(subject, *_saml("NameID", "SubjectConfirmation"))
    _, validity = children(confirmation, *_saml("NameID", "SubjectConfirmationData"))
    issued, begins = _instant(root, "IssueInstant"), _instant(validity, "NotBefore")
    ends = _instant(validity, "NotOnOrAfter")
    if ends <= begins:
        raise AnswerError("the signed report ends before it begins")
    values = _attributes(statement)
    parts = {
        name.removeprefix(_TRUST): value for name, value in values.items() if _is(name, _TRUST)
    }
    wrong = sorted(name for name, value in parts.items() if value not in _WORDS)
    if wrong or parts.get(_OVERALL) not in ("true", "false"):
        raise AnswerError(f"the signed report has no clear word on {(wrong or [_OVERALL])[0][:40]}")
    return Assertion(
        hardware_uuid=_uuid(values),
        # Where they differ the earlier one counts: evidence is never younger than it may be.
        issued_at=min(issued, begins),
        expires_at=ends,
        overall=parts.pop(_OVERALL) == "true",
        parts=parts,
        tags={name.removeprefix(_TAG): value for name, value in values.items() if _is(name, _TAG)},
    )


def _attributes(statement: Element) -> dict[str, str]:
    """Return all attributes, each with its one value; unknown ones mean nothing to us."""
    found: dict[str, str] = {}
    if len(statement) > _MOST:
        raise AnswerError(f"the signed report has more than {_MOST} attributes")
    for attribute in children(statement, *[f"{SAML}Attribute"] * len(statement)):
        name = attribute.get("Name")
        (value,) = children(attribute, f"{SAML}AttributeValue")
        if not name or len(value):
            raise AnswerError("the signed report has an attribute without a name or a plain value")
        if name in found:
            raise AnswerError(f"the signed report has two attributes {name[:40]!r}")
        found[name] = value.text or ""
    return found


def _uuid(values: Mapping[str, str]) -> str:
    try:
        return parse_uuid(values.get("HardwareUUID", ""))
    except ValueError as exc:
        raise AnswerError(f"HardwareUUID of the signed report: {exc}") from exc


def _instant(element: Element, name: str) -> datetime:
    try:
        return parse_instant(element.get(name) or "")
    except ValueError as exc:
        raise AnswerError(f"{name} of the signed report: {exc}") from exc


def _is(name: str, prefix: str) -> bool:
    return name.startswith(prefix) and len(name) > len(prefix)


def _saml(*names: str) -> list[str]:
    return [f"{SAML}{name}" for name in names]
