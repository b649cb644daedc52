# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The document of ``--verification-services``: which services vouch for nodes, read strictly."""

from collections.abc import Mapping
from pathlib import Path

from attestation.configured import (
    ConfiguredService,
    ServiceType,
    nobody,
    unsafe_reports_file,
)
from attestation.hvs.entry import hvs
from attestation.keylime.entry import keylime
from attestation.pace import Pace
from documents.strict import SyntaxProblemError, parse_document
from trust.document import Fields
from trust.errors import DocumentError
from trust.names import is_source_name

TYPES: Mapping[str, ServiceType] = {
    "HVS": hvs,
    "Keylime": keylime,
    "Nobody": nobody,
    "UnsafeReportsFile": unsafe_reports_file,
}
_MOST = 16


class ServicesError(DocumentError):
    """The document is not one of VerificationServices."""


def parse_services(content: bytes, *, folder: Path) -> tuple[ConfiguredService, ...]:
    """Read the document.

    Args:
        content: YAML or JSON.
        folder: What relative paths in it are meant from.

    Raises:
        ServicesError: It is not one; the text starts with the field's path.
    """
    try:
        document = parse_document(content)
    except SyntaxProblemError as exc:
        raise ServicesError("document", str(exc)) from exc
    fields = Fields(document, path="", error=ServicesError)
    fields.head("VerificationServices")
    items = fields.take("services", list)
    fields.end()
    if not 0 < len(items) <= _MOST:
        raise ServicesError("services", f"must name 1 to {_MOST} services")
    services = tuple(
        _service(Fields(item, path=f"services[{index}]", error=ServicesError), folder)
        for index, item in enumerate(items)
    )
    for index, service in enumerate(services):
        if service.name in {each.name for each in services[:index]}:
            raise ServicesError(f"services[{index}].name", f"{service.name!r} stands twice")
    return services


def _service(fields: Fields, folder: Path) -> ConfiguredService:
    name = fields.take("name", str)
    if not is_source_name(name):
        raise fields.fail("name", f"{name!r} must be small letters, digits and -, at most 63")
    read = TYPES[fields.choice("type", tuple(TYPES))]
    pace = _pace(fields)
    opened = read(name, fields, folder, pace)
    fields.end()
    return ConfiguredService(name=name, pace=pace, open=opened)


def _pace(fields: Fields) -> Pace:
    """Read the pace; polls must come often enough for the bound."""
    usual = Pace()
    period = fields.duration("pollPeriod", usual.period, fine=True)
    max_staleness = fields.duration("maxStaleness", usual.max_staleness, fine=True)
    deadline = fields.duration("deadline", usual.deadline, fine=True)
    if period * 2 > max_staleness:
        raise fields.fail("pollPeriod", "must be at most half of maxStaleness")
    if deadline > max_staleness:
        raise fields.fail("deadline", "must not be longer than maxStaleness")
    return Pace(
        period=period,
        max_staleness=max_staleness,
        deadline=deadline,
        longest_pause=min(usual.longest_pause, max_staleness / 2),
    )
