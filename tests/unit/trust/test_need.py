# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The Need of a pod."""

from tests.unit.trust.builders import policy
from trust.asked import need_of_policy
from trust.need import Need
from trust.union import union
from trust.verdict import Outcome


def test_who_asks_is_no_part_of_what_is_asked() -> None:
    assert Need(policies=("a",)).demands == Need()
    assert Need(policies=("a",)).asks_nothing


def test_what_decides_about_nodes_has_no_order_and_not_who_asks() -> None:
    tags = {"a": frozenset({"1", "2"}), "b": frozenset({"3"})}
    turned = dict(reversed(tags.items()))
    first = Need(trust_required=True, asset_tags=tags)
    same = Need(trust_required=True, asset_tags=turned, policies=("a",))
    assert hash(first.node_key) == hash(same.node_key)
    assert first.node_key == same.node_key
    assert first.node_key != Need(trust_required=True).node_key


def test_demands_that_nothing_can_meet_are_denied_by_name() -> None:
    other = policy(
        images={"encryption": "Required", "keyProviders": ["pkcs7"]},
        nodes={"trust": "Required", "assetTags": {"region": ["US"]}},
    )
    found = union(need_of_policy(policy()), need_of_policy(other)).contradictions()
    assert [finding.code for finding in found] == [
        "asset-tags-contradict",
        "key-providers-contradict",
    ]
    assert all(finding.outcome is Outcome.DENY for finding in found)
