# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Reports in JSON, as ``GET /reports`` lists them.

Source: isecl.md §5. A report has hundreds of rules; what counts is the overall answer, the answer
of each part, and the tags of the tag check. Unknown fields are passed over: they are many, and
versions differ in them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from attestation.hvs.instants import parse_instant, parse_uuid
from trust.document import Fields
from trust.errors import ReportError
from trust.printable import printable

ASSET_TAG = "ASSET_TAG"
_TAG_RULE = "rule.AssetTagMatches"
_LONGEST_FAULT = 160
MOST_FAULTS = 16
_LONGEST_TEXT = 8192
"""Characters of a report that are kept; there may be tens of thousands of reports."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HostReport:
    """A report in JSON; nobody signed it.

    Attributes:
        id: Of the report; HVS may keep it when it renews the report.
        host_id: Of the host at HVS.
        hardware_uuid: Of the host, in lower case.
        overall: OVERALL.
        parts: The answer of each part that has rules.
        faults: Of parts that failed, in the words of HVS.
        tags: Of the tag check, whatever it found.
        created_at: When it was made.
        expires_at: From when on HVS no longer stands by it; it is served nevertheless.
    """

    id: str
    host_id: str
    hardware_uuid: str
    overall: bool
    parts: Mapping[str, bool]
    faults: tuple[str, ...]
    tags: Mapping[str, str]
    created_at: datetime
    expires_at: datetime

    @property
    def trusted(self) -> bool:
        """Tell whether nothing in it speaks against the host."""
        return self.overall and not self.faults and all(self.parts.values())


def parse_report(document: object) -> HostReport:
    """Read one report.

    Raises:
        ReportError: It is none; the text starts with the field's path.
    """
    fields = Fields(document, path="", error=ReportError)
    trust = fields.fields("trust_information")
    info = fields.fields("host_info")
    parts = dict(_parts(trust.fields("flavors_trust", optional=True)))
    created, expires = _instant(fields, "created"), _instant(fields, "expiration")
    if expires <= created:
        raise fields.fail("expiration", "must be later than created")
    faults = tuple(fault for part in parts.values() for fault in part.faults)
    tags = parts[ASSET_TAG].tags if ASSET_TAG in parts else {}
    if sum(map(len, (*parts, *tags, *tags.values()))) > _LONGEST_TEXT:
        raise fields.fail(
            "trust_information", f"has parts and tags of more than {_LONGEST_TEXT} characters"
        )
    return HostReport(
        id=_uuid(fields, "id"),
        host_id=_uuid(fields, "host_id"),
        hardware_uuid=_uuid(info, "hardware_uuid"),
        overall=trust.take("OVERALL", bool),
        parts={name: part.trusted for name, part in parts.items()},
        faults=_first(faults),
        tags=tags,
        created_at=created,
        expires_at=expires,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    trusted: bool
    faults: tuple[str, ...]
    tags: Mapping[str, str]


def _parts(found: Fields) -> Iterator[tuple[str, _Part]]:
    for name, value in found.rest().items():
        trusted = value.get("trust") if isinstance(value, dict) else None
        if not isinstance(value, dict) or not isinstance(trusted, bool):
            raise found.fail(f"{name}.trust", "must be true or false")
        rules = _dicts(value.get("rules"))
        faults = () if trusted else tuple(_faults(name, rules))
        tags = _tags(rules) if name == ASSET_TAG else {}
        yield name, _Part(trusted=trusted, faults=faults, tags=tags)


def _faults(part: str, rules: list[dict[str, object]]) -> Iterator[str]:
    """Yield what failed; each text once, though many rules may say it."""
    seen = {
        str(fault.get("fault_name", "")) for rule in rules for fault in _dicts(rule.get("faults"))
    }
    for text in sorted(seen - {""}) or ["no reason given"]:
        told = printable(text.removeprefix("fault."))[:_LONGEST_FAULT]
        yield f"{printable(part[:_LONGEST_FAULT])}: {told}"


def _first(faults: tuple[str, ...]) -> tuple[str, ...]:
    """Return faults that people read, and how many more there are."""
    if len(faults) <= MOST_FAULTS:
        return faults
    return (*faults[:MOST_FAULTS], f"and {len(faults) - MOST_FAULTS} more")


def _tags(rules: list[dict[str, object]]) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for rule in _dicts([each.get("rule") for each in rules if each.get("trusted") is True]):
        tags = rule.get("tags")
        if rule.get("rule_name") == _TAG_RULE and isinstance(tags, dict):
            found |= {key: value for key, value in tags.items() if isinstance(value, str)}
    return found


def _dicts(value: object) -> list[dict[str, object]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _instant(fields: Fields, name: str) -> datetime:
    try:
        return parse_instant(fields.take(name, str))
    except ValueError as exc:
        raise fields.fail(name, str(exc)) from exc


def _uuid(fields: Fields, name: str) -> str:
    try:
        return parse_uuid(fields.take(name, str))
    except ValueError as exc:
        raise fields.fail(name, str(exc)) from exc
