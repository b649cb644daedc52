# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The tags of a node's hardware."""

from trust.need import Need
from trust.rules.asset_tags import asset_tags
from trust.rules.tag_records import CountedTags
from trust.verdict import Finding, Outcome

REVOKED = Finding(code="tag-record-revoked", outcome=Outcome.DENY, detail="revoked")
EXPIRED = Finding(code="tag-record-expired", outcome=Outcome.UNKNOWN, detail="expired")


def test_every_tag_that_differs_is_named() -> None:
    need = Need(asset_tags={"region": frozenset({"EU", "CH"}), "tier": frozenset({"1"})})
    fitting = CountedTags(tags={"region": "CH", "tier": "1"}, findings=(REVOKED,))
    assert list(asset_tags(fitting, need)) == []
    (found,) = asset_tags(CountedTags(tags={"region": "US"}), need)
    assert found.detail == (
        "asset tags differ: region is US, needed is CH or EU; tier is absent, needed is 1"
    )


def test_why_a_record_does_not_count_stands_before_the_denial() -> None:
    need = Need(asset_tags={"region": frozenset({"EU"})})
    found = list(asset_tags(CountedTags(findings=(REVOKED,)), need))
    assert [each.code for each in found] == ["tag-record-revoked", "asset-tags-differ"]


def test_tags_that_nobody_can_tell_are_no_denial() -> None:
    need = Need(asset_tags={"region": frozenset({"EU"})})
    assert list(asset_tags(CountedTags(findings=(EXPIRED,)), need)) == [EXPIRED]
