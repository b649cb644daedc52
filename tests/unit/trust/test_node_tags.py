# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The tags that count for a node."""

from dataclasses import replace

from tests.unit.trust.builders import REPORT
from trust.node_tags import counted_tags


def test_what_sources_agree_on_counts_and_what_they_differ_on_does_not() -> None:
    first = replace(REPORT, asset_tags={"region": "EU", "tier": "1"})
    second = replace(REPORT, asset_tags={"region": "US", "rack": "7"})
    assert counted_tags([first, second]) == {"tier": "1", "rack": "7"}
    assert counted_tags([]) == {}
