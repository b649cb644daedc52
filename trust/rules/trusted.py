# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Rule: the verification service trusts the node, and does not only fail to tell."""

from trust.report import Report
from trust.verdict import Finding, Outcome


def trusted(report: Report) -> Finding | None:
    """Give a denial when the service's own overall answer is not "trusted", UNKNOWN for a doubt.

    The text has no instant: a node that fails every few seconds would get as many texts, and each
    would be an event and a write. Since when is the condition's lastTransitionTime.
    """
    if report.trusted:
        return None
    if report.doubt:
        return Finding(code="not-vouched", outcome=Outcome.UNKNOWN, detail=report.doubt)
    failures = ", ".join(report.failures) or "no reason given"
    return Finding(
        code="untrusted",
        outcome=Outcome.DENY,
        detail=f"untrusted: {failures}",
    )
