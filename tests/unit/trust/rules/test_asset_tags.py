# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The tags of a node's hardware."""

from trust.need import Need
from trust.rules.asset_tags import asset_tags


def test_every_tag_that_differs_is_named() -> None:
    need = Need(asset_tags={"region": frozenset({"EU", "CH"}), "tier": frozenset({"1"})})
    assert asset_tags({"region": "CH", "tier": "1"}, need) is None
    found = asset_tags({"region": "US"}, need)
    assert found is not None
    assert found.detail == (
        "asset tags differ: region is US, needed is CH or EU; tier is absent, needed is 1"
    )
