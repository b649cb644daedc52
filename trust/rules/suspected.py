# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Rule: nothing came up against the node since its evidence was appraised.

A hint takes trust away and never gives it. The source itself ends it, by evidence that is attested
later than the hint came in.
"""

from trust.report import Node, Report, Snapshot, Suspicion
from trust.times import clock_text
from trust.verdict import Finding, Outcome


def suspected(node: Node, report: Report, snapshot: Snapshot) -> Finding | None:
    """Give UNKNOWN while a suspicion is younger than the Report that would have to clear it."""
    if not snapshot.suspicions and not node.suspicions:
        return None
    for suspicion in snapshot.suspicions_of(node):
        if cleared(suspicion, report):
            continue
        return Finding(
            code="suspected",
            outcome=Outcome.UNKNOWN,
            detail=f"suspected since {clock_text(suspicion.since)}: {suspicion.why}",
        )
    return None


def cleared(suspicion: Suspicion, report: Report) -> bool:
    """Tell whether a Report vouches by evidence that is later than what came up.

    A doubt has no evidence. And what clears is taken from everybody: others may still have a Report
    from before that trusts the node, and have not heard yet what took trust away.
    """
    return suspicion.evidence and report.trusted and report.attested_at > suspicion.since
