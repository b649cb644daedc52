# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The asset tags that count for a node: of all Reports that vouch for it, where they agree."""

from collections.abc import Iterable, Mapping

from trust.report import Report


def counted_tags(reports: Iterable[Report]) -> Mapping[str, str]:
    """Join the tags of Reports; a tag on which two sources differ counts for nothing."""
    said: dict[str, set[str]] = {}
    for report in reports:
        for key, value in report.asset_tags.items():
            said.setdefault(key, set()).add(value)
    return {key: next(iter(values)) for key, values in said.items() if len(values) == 1}
