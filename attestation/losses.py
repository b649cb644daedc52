# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""How young the evidence was that took trust away: remembered until younger evidence gives it."""

from collections.abc import Mapping
from datetime import datetime

from attestation.service import Answer
from trust.report import Identity, Report
from trust.times import clock_text

MOST = 20_000
"""Nodes of a source; of more, those whose loss is longest ago are forgotten."""


def losses_after(
    old: Mapping[Identity, datetime], answer: Answer, reports: Mapping[Identity, Report]
) -> Mapping[Identity, datetime]:
    """Return what is remembered after an answer; a doubt and an absence change nothing of it.

    Args:
        old: What was remembered.
        answer: Its instant bounds what it says of evidence, or a wrong clock would bar a node.
        reports: That count after it.
    """
    losses = dict(old)
    for identity, report in reports.items():
        if report.trusted:
            losses.pop(identity, None)
        elif not report.doubt:
            at = min(report.attested_at, answer.answered_at)
            losses[identity] = max(at, losses.get(identity, at))
    if len(losses) > MOST:
        newest = sorted(losses, key=losses.__getitem__, reverse=True)[:MOST]
        losses = {identity: losses[identity] for identity in newest}
    return old if losses == old else losses


def outdone(report: Report, lost_at: datetime) -> Report:
    """Return the doubt that stands for a Report whose evidence is too old to bring trust back."""
    why = (
        f"trust was lost by evidence of {clock_text(lost_at)}, and this one of "
        f"{clock_text(report.attested_at)} is not younger"
    )
    return report.doubted(why)
