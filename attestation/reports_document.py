# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The document of ``--unsafe-reports-file``: NodeReports in YAML or JSON, read strictly."""

from collections.abc import Mapping
from datetime import datetime
from math import inf

from attestation.resting import resting
from documents.strict import SyntaxProblemError, parse_document
from trust.document import Fields
from trust.errors import ReportError
from trust.names import is_label_name, is_label_value
from trust.report import Identity, IdentityKind, Report

_LONGEST_FAILURE = 200
_MOST_FAILURES = 16


_FIELDS = {
    IdentityKind.NODE_NAME: "node",
    IdentityKind.HARDWARE_UUID: "hardwareUUID",
    IdentityKind.EK_HASH: "ekHash",
}


def parse_reports(
    content: bytes, *, kind: IdentityKind = IdentityKind.NODE_NAME, deadline: float = -inf
) -> tuple[Report, ...]:
    """Read a document of Reports.

    Args:
        content: YAML or JSON.
        kind: By what it says which node each Report is about.
        deadline: Instant of ``time.monotonic``; without one it is read without a rest.

    Raises:
        ReportError: It is not one; the text starts with the field's path.
    """
    try:
        document = parse_document(content)
    except SyntaxProblemError as exc:
        raise ReportError("document", str(exc)) from exc
    fields = Fields(document, path="", error=ReportError)
    fields.head("NodeReports")
    items = fields.take("reports", list)
    fields.end()
    reports = tuple(
        _report(Fields(item, path=f"reports[{index}]", error=ReportError), kind)
        for index, item in enumerate(resting(items, until=deadline))
    )
    seen: set[Identity] = set()
    for index, report in enumerate(reports):
        if report.identity in seen:
            raise ReportError(
                f"reports[{index}].{_FIELDS[kind]}", f"{report.identity.value!r} stands twice"
            )
        seen.add(report.identity)
    return reports


def _report(fields: Fields, kind: IdentityKind) -> Report:
    node = fields.take(_FIELDS[kind], str)
    if not node:
        raise fields.fail(_FIELDS[kind], "must not be empty")
    uid = fields.take("nodeUID", str, "")
    report = Report(
        identity=Identity(kind, node),
        trusted=fields.take("trusted", bool),
        attested_at=_instant(fields, "attestedAt"),
        expires_at=_instant(fields, "expiresAt"),
        asset_tags=_tags(fields.fields("assetTags", optional=True)),
        failures=_failures(fields),
        node_uid=uid or None,
        doubt=_text(fields, "doubt"),
    )
    if report.doubt and (report.trusted or report.failures):
        raise fields.fail("doubt", "a node in doubt is not trusted and has no failures")
    if report.trusted and report.failures:
        raise fields.fail("failures", "a trusted node has none")
    if report.expires_at <= report.attested_at:
        raise fields.fail("expiresAt", "must be later than attestedAt")
    fields.end()
    return report


def _text(fields: Fields, name: str) -> str:
    text = fields.take(name, str, "")
    if len(text) > _LONGEST_FAILURE or not text.isprintable():
        raise fields.fail(name, f"must be at most {_LONGEST_FAILURE} printable characters")
    return text


def _instant(fields: Fields, name: str) -> datetime:
    text = fields.take(name, str)
    try:
        instant = datetime.fromisoformat(text)
    except ValueError as exc:
        raise fields.fail(name, f"{text!r} is not an instant of RFC 3339") from exc
    if instant.tzinfo is None:
        raise fields.fail(name, f"{text!r} has no zone: end it in Z")
    return instant


def _tags(fields: Fields) -> Mapping[str, str]:
    tags = {}
    for key, value in fields.rest().items():
        if not is_label_name(key) or not isinstance(value, str) or not is_label_value(value):
            raise fields.fail(key, f"{key!r}: {value!r} is not a tag and a value of one")
        tags[key] = value
    return tags


def _failures(fields: Fields) -> tuple[str, ...]:
    failures = fields.strings("failures")
    if len(failures) > _MOST_FAILURES:
        raise fields.fail("failures", f"has more than {_MOST_FAILURES} entries")
    for index, text in enumerate(failures):
        if len(text) > _LONGEST_FAILURE or not text.isprintable():
            raise fields.fail(
                f"failures[{index}]", f"must be at most {_LONGEST_FAILURE} printable characters"
            )
    return failures
