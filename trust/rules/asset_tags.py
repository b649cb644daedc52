# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Rule: the node's hardware carries the asset tags that the pod needs."""

from collections.abc import Mapping

from trust.need import Need
from trust.verdict import Finding, Outcome


def asset_tags(tags: Mapping[str, str], need: Need) -> Finding | None:
    """Give a denial that names every tag that is missing or has another value.

    Args:
        tags: That count for the node.
        need: Of the pod.
    """
    wrong = [
        f"{key} is {tags.get(key, 'absent')}, needed is {' or '.join(sorted(values))}"
        for key, values in sorted(need.asset_tags.items())
        if tags.get(key) not in values
    ]
    if not wrong:
        return None
    return Finding(
        code="asset-tags-differ",
        outcome=Outcome.DENY,
        detail=f"asset tags differ: {'; '.join(wrong)}",
    )
