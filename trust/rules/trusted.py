# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Rule: the verification service trusts the node."""

from trust.report import Report
from trust.times import clock_text
from trust.verdict import Finding, Outcome


def trusted(report: Report) -> Finding | None:
    """Give a denial when the service's own overall answer is not "trusted"."""
    if report.trusted:
        return None
    failures = ", ".join(report.failures) or "no reason given"
    return Finding(
        code="untrusted",
        outcome=Outcome.DENY,
        detail=f"untrusted as of {clock_text(report.attested_at)}: {failures}",
        remedy="repair the node and attest it again",
    )
