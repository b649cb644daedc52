# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Rule: which asset tags count for a node, and why others do not.

Tags that a verification service has bound to the hardware itself come with its Report. For Reports
by EK hash that bring none, a tag record of the node counts: exactly one that is the authority's,
about this EK, valid now and not revoked. Two such records at once contradict each other, whatever
they say, and then none counts.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from trust.report import IdentityKind, Report
from trust.rules.freshness import CLOCK_SKEW
from trust.tag_record import ReadRecord, TagRecord
from trust.times import clock_text, later
from trust.verdict import Finding, Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedTags:
    """Tags that count for a node, and why no record does where there are some.

    Attributes:
        tags: By name.
        findings: All UNKNOWN where one record could not be evaluated, for it may be the one that
            counts; otherwise all DENY.
    """

    tags: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    @property
    def unknown(self) -> bool:
        """True when nobody can tell which tags the node has."""
        return any(found.outcome is Outcome.UNKNOWN for found in self.findings)


def tags_by_record(report: Report, records: Iterable[ReadRecord], *, now: datetime) -> CountedTags:
    """Return the tags of the node that the Report is about."""
    if report.asset_tags or report.identity.kind is not IdentityKind.EK_HASH:
        return CountedTags(tags=report.asset_tags)
    counting: list[TagRecord] = []
    wrong: list[Finding] = []
    for record in records:
        judged = judged_record(record, ek_hash=report.identity.value, now=now)
        if isinstance(judged, TagRecord):
            counting.append(judged)
        else:
            wrong.append(judged)
    if len(counting) == 1:
        return CountedTags(tags=counting[0].tags)
    if counting:
        return CountedTags(findings=(_ambiguous(counting),))
    unknown = [found for found in wrong if found.outcome is Outcome.UNKNOWN]
    return CountedTags(findings=tuple(dict.fromkeys(unknown or wrong)))


def records_change_at(records: Iterable[ReadRecord]) -> Iterator[datetime]:
    """Yield the instants at which ``tags_by_record`` may answer differently."""
    for record in records:
        if isinstance(record, TagRecord):
            yield later(record.issued_at, -CLOCK_SKEW)
            yield record.expires_at


def judged_record(record: ReadRecord, *, ek_hash: str, now: datetime) -> ReadRecord:
    """Return a record that counts, or why it does not; what is so for good is said first."""
    if isinstance(record, Finding):
        return record
    named = f"tag record {record.serial}"
    if record.ek_hash != ek_hash:
        return Finding(
            code="tag-record-wrong-ek",
            outcome=Outcome.DENY,
            detail=f"{named} is about another machine: its EK hash is not the attested one",
        )
    if record.revoked:
        return Finding(
            code="tag-record-revoked", outcome=Outcome.DENY, detail=f"{named} is revoked"
        )
    if record.issued_at - now > CLOCK_SKEW:
        return Finding(
            code="tag-record-from-future",
            outcome=Outcome.UNKNOWN,
            detail=f"{named} says {clock_text(record.issued_at)}, which has not come yet",
        )
    if now >= record.expires_at:
        return Finding(
            code="tag-record-expired",
            outcome=Outcome.UNKNOWN,
            detail=f"{named} expired at {clock_text(record.expires_at)}",
        )
    return record


def _ambiguous(records: list[TagRecord]) -> Finding:
    serials = ", ".join(sorted(record.serial for record in records))
    return Finding(
        code="tag-records-ambiguous",
        outcome=Outcome.DENY,
        detail=f"{len(records)} tag records would count at once ({serials}), so none does",
    )
