# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Rule: the node's hardware carries the asset tags that the pod needs."""

from trust.need import Need
from trust.report import Report
from trust.verdict import Finding, Outcome


def asset_tags(report: Report, need: Need) -> Finding | None:
    """Give a denial that names every tag that is missing or has another value."""
    wrong = [
        f"{key} is {report.asset_tags.get(key, 'absent')}, needed is {' or '.join(sorted(values))}"
        for key, values in sorted(need.asset_tags.items())
        if report.asset_tags.get(key) not in values
    ]
    if not wrong:
        return None
    return Finding(
        code="asset-tags-differ",
        outcome=Outcome.DENY,
        detail=f"asset tags differ: {'; '.join(wrong)}",
    )
