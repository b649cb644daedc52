# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Rule: the node's hardware carries the asset tags that the pod needs."""

from collections.abc import Iterator

from trust.need import Need
from trust.rules.tag_records import CountedTags
from trust.verdict import Finding, Outcome


def asset_tags(counted: CountedTags, need: Need) -> Iterator[Finding]:
    """Yield a denial that names every tag that is missing or differs, after why no record counts.

    Where nobody can tell which tags the node has, there is no denial.

    Args:
        counted: Tags that count for the node.
        need: Of the pod.
    """
    wrong = [
        f"{key} is {counted.tags.get(key, 'absent')}, needed is {' or '.join(sorted(values))}"
        for key, values in sorted(need.asset_tags.items())
        if counted.tags.get(key) not in values
    ]
    if not wrong:
        return
    yield from counted.findings
    if not counted.unknown:
        yield Finding(
            code="asset-tags-differ",
            outcome=Outcome.DENY,
            detail=f"asset tags differ: {'; '.join(wrong)}",
        )
