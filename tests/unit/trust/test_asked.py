# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What TrustPolicies and its own annotation ask of a pod."""

from datetime import timedelta

from tests.unit.trust.builders import policy
from trust.asked import need_of, need_of_policy
from trust.need import Need
from trust.policy import Mode, TrustPolicy
from trust.tags_annotation import AnnotatedTags, read_tags

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
