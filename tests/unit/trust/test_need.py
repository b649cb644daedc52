# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The Need of a pod."""

from datetime import timedelta

from tests.unit.trust.builders import policy
from trust.need import Need, need_of, need_of_policy, union
from trust.policy import Mode, TrustLost, TrustPolicy
from trust.tags_annotation import AnnotatedTags, read_tags
from trust.verdict import Outcome

PAYMENTS = {"team": "payments"}
NONE = AnnotatedTags()


def need(*policies: TrustPolicy, mode: Mode = Mode.ENFORCE, tags: str | None = None) -> Need:
    annotations = {} if tags is None else {"bondstone.dev/asset-tags": tags}
    return need_of(
        policies, mode=mode, namespace=PAYMENTS, pod={}, annotated=read_tags(annotations)
    )


def test_no_policy_and_no_annotation_ask_nothing() -> None:
    assert need() == Need()
    assert need().asks_nothing
    assert need(policy(match={"podSelector": {"matchLabels": {"a": "b"}}})).asks_nothing


def test_a_policy_counts_in_its_own_mode_only() -> None:
    warn = policy(mode="Warn")
    assert need(warn).asks_nothing
    assert need(warn, mode=Mode.WARN).policies == ("payments",)


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


def test_an_annotation_adds_and_never_removes() -> None:
    asked = need(policy(), tags="tier=1")
    assert asked.asset_tags == {"region": frozenset({"EU"}), "tier": frozenset({"1"})}
    against = need(policy(), tags="region=US")
    assert [found.code for found in against.contradictions()] == ["asset-tags-contradict"]


def test_an_annotation_alone_protects_with_the_default_age() -> None:
    asked = need(tags="region=EU")
    assert asked.trust_required
    assert asked.max_report_age == timedelta(minutes=5)
    assert need(tags="region=EU", mode=Mode.AUDIT).asks_nothing


def test_a_policys_longer_age_is_kept_beside_an_annotation() -> None:
    nodes = {"trust": "Required", "maxReportAge": "1h"}
    assert need(policy(nodes=nodes), tags="a=b").max_report_age == timedelta(hours=1)


def test_an_annotation_that_cannot_be_read_is_denied() -> None:
    for text in ("", "region", "region=", "=EU", "a=b,a=c", "a=b,", "a/b=c", "a=b c"):
        found = need(tags=text).contradictions()
        assert [finding.code for finding in found] == ["asset-tags-annotation"], text


def test_spaces_around_items_are_meant() -> None:
    assert read_tags({"bondstone.dev/asset-tags": " a = b , c=d"}).tags == {"a": "b", "c": "d"}
    assert read_tags({}) == NONE


def test_a_policy_without_trust_has_no_age() -> None:
    images_only = policy(nodes={"trust": "NotRequired"})
    assert need_of_policy(images_only).max_report_age is None
