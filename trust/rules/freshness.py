# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Rule: what is known of the node is fresh enough to mean *now*.

Three bounds, each stated: the Snapshot's ``max_staleness``, the Report's own ``expires_at``, and
the policy's ``maxReportAge``. All of them make UNKNOWN: an old answer is no answer.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from trust.duration import format_duration
from trust.need import Need
from trust.report import Report, Snapshot
from trust.times import clock_text, later
from trust.verdict import Finding, Outcome

CLOCK_SKEW = timedelta(seconds=5)
"""What the clocks of a verification service and ours may differ; a Report later than that lies."""


def snapshot_freshness(snapshot: Snapshot, *, now: datetime) -> Finding | None:
    """Give UNKNOWN when the source has never answered, or not within ``max_staleness``.

    An answer from the future is one of a clock that was set back since: its age cannot be told, and
    by that clock it would stay fresh for as long as the clock went back.
    """
    because = f" ({snapshot.problem})" if snapshot.problem else ""
    if snapshot.fetched_at is None:
        return _unknown(
            "source-silent",
            f'verification service "{snapshot.source}" has not answered yet{because}',
        )
    if snapshot.fetched_at - now > CLOCK_SKEW:
        return _unknown(
            "clock-set-back",
            f'verification service "{snapshot.source}" answered at '
            f"{clock_text(snapshot.fetched_at)}, and our clock says {clock_text(now)}",
        )
    if now - snapshot.fetched_at < snapshot.max_staleness:
        return None
    return _unknown(
        "source-silent",
        f'verification service "{snapshot.source}" has been silent since '
        f"{clock_text(snapshot.fetched_at)}, longer than "
        f"{format_duration(snapshot.max_staleness)}{because}",
    )


def freshness(report: Report, need: Need, *, now: datetime) -> Finding | None:
    """Give UNKNOWN for a Report from the future, an expired one, or one too old for the policy."""
    if report.attested_at - now > CLOCK_SKEW:
        return _unknown(
            "report-from-future",
            f"the report says {clock_text(report.attested_at)}, which has not come yet",
        )
    if now >= report.expires_at:
        return _unknown(
            "report-expired",
            f"the report of {clock_text(report.attested_at)} expired at "
            f"{clock_text(report.expires_at)}",
        )
    if need.max_report_age is not None and now - report.attested_at >= need.max_report_age:
        return _unknown(
            "report-too-old",
            f"the report of {clock_text(report.attested_at)} is older than "
            f"{format_duration(need.max_report_age)}",
        )
    return None


def changes_at(report: Report, need: Need) -> Iterator[datetime]:
    """Yield the instants at which ``freshness`` may answer differently."""
    yield later(report.attested_at, -CLOCK_SKEW)
    yield report.expires_at
    if need.max_report_age is not None:
        yield later(report.attested_at, need.max_report_age)


def _unknown(code: str, detail: str) -> Finding:
    return Finding(code=code, outcome=Outcome.UNKNOWN, detail=detail)
