# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The union of Needs."""

from datetime import timedelta

from tests.unit.trust.builders import policy
from trust.asked import need_of_policy
from trust.need import Need
from trust.policy import Mode, TrustLost
from trust.sources import ALL_THAT_KNOW_IT
from trust.union import union


def test_the_strictest_of_each_demand_wins() -> None:
    nodes = {"trust": "Required", "assetTags": {"region": ["EU", "CH"]}, "maxReportAge": "1m"}
    images = {"encryption": "Required", "keyProviders": ["jwe", "pkcs7"]}
    joined = union(
        need_of_policy(policy()),
        need_of_policy(policy(nodes=nodes, images=images, onTrustLost="Evict")),
    )
    assert joined.asset_tags == {"region": frozenset({"EU"})}
    assert joined.max_report_age == timedelta(minutes=1)
    assert joined.on_trust_lost is TrustLost.EVICT
    assert joined.encryption is not None
    assert joined.encryption.key_providers == {"jwe"}
    assert joined.contradictions() == ()


def test_the_union_of_many_is_that_of_each_two_and_of_none_is_empty() -> None:
    needs = [need_of_policy(policy(mode=mode.value)) for mode in Mode]
    assert union(*needs) == union(needs[0], union(needs[1], needs[2]))
    assert union() == Need()


def test_who_names_no_source_goes_on_to_ask_for_every_one_that_knows_the_node() -> None:
    usual, named = Need(trust_required=True), Need(trust_required=True, sources=frozenset({"hvs"}))
    assert union(usual, named).sources == {ALL_THAT_KNOW_IT, "hvs"}
    assert union(usual, usual).sources == frozenset()
    assert union(named, Need()).sources == {"hvs"}
