# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The tags that count for a node."""

from dataclasses import replace

from tests.simulators.tag_records import SimulatedTagRecords
from tests.unit.trust.builders import NODE, NOON, REPORT
from trust.node_tags import counted_tags
from trust.report import Identity, IdentityKind


def test_what_sources_agree_on_counts_and_what_they_differ_on_does_not() -> None:
    first = replace(REPORT, asset_tags={"region": "EU", "tier": "1"})
    second = replace(REPORT, asset_tags={"region": "US", "rack": "7"})
    counted = counted_tags(NODE, [first, second], now=NOON)
    assert counted.tags == {"tier": "1", "rack": "7"}
    assert counted_tags(NODE, [], now=NOON).tags == {}


def test_why_no_record_counts_is_told_once() -> None:
    found = SimulatedTagRecords().read("text")
    by_ek = replace(REPORT, identity=Identity(IdentityKind.EK_HASH, "ab" * 32), asset_tags={})
    counted = counted_tags(replace(NODE, tag_records=(found,)), [by_ek, by_ek], now=NOON)
    assert counted.tags == {}
    assert counted.findings == (found,)
    assert counted.unknown
