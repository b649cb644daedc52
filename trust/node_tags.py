# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The asset tags that count for a node: of all Reports that vouch for it, where they agree."""

from collections.abc import Iterable
from datetime import datetime

from trust.report import Node, Report
from trust.rules.tag_records import CountedTags, tags_by_record


def counted_tags(node: Node, reports: Iterable[Report], *, now: datetime) -> CountedTags:
    """Join the tags of Reports; a tag on which two sources differ counts for nothing."""
    counted = [tags_by_record(report, node.tag_records, now=now) for report in reports]
    if len(counted) == 1:
        return counted[0]
    said: dict[str, set[str]] = {}
    for each in counted:
        for key, value in each.tags.items():
            said.setdefault(key, set()).add(value)
    return CountedTags(
        tags={key: next(iter(values)) for key, values in said.items() if len(values) == 1},
        findings=tuple(dict.fromkeys(found for each in counted for found in each.findings)),
    )
