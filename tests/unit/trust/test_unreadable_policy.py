# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A policy that cannot be read counts as strictest."""

import pytest

from tests.unit.trust.builders import NODE, NOON, REPORT, policy_document, sources
from trust.appraisal import judge_node
from trust.asked import need_of_policy
from trust.errors import PolicyError
from trust.policy import Mode, TrustPolicy
from trust.policy_document import parse_policy
from trust.unreadable_policy import strictest
from trust.verdict import Outcome


def unreadable(document: object) -> TrustPolicy:
    with pytest.raises(PolicyError) as caught:
        parse_policy(document)  # type: ignore[arg-type]
    return strictest(document, caught.value)


def test_it_applies_where_its_match_can_be_read() -> None:
    policy = unreadable(policy_document(mode="Off"))
    assert policy.mode is Mode.ENFORCE
    assert policy.match.matches(namespace={"team": "payments"}, pod={})
    assert not policy.match.matches(namespace={}, pod={})


BROKEN = {"matchExpressions": [{"key": "tier", "operator": "In", "values": ["!"]}]}
TEAM = {"matchLabels": {"team": "payments"}}


def test_pods_that_cannot_be_read_leave_the_namespaces_as_they_are() -> None:
    match = unreadable(
        policy_document(match={"namespaceSelector": TEAM, "podSelector": BROKEN})
    ).match
    assert match.matches(namespace={"team": "payments"}, pod={})
    assert not match.matches(namespace={"team": "other"}, pod={})
    assert not match.guessed


@pytest.mark.parametrize("namespaces", [BROKEN, {}, [], "payments"])
def test_namespaces_that_cannot_be_read_leave_the_pods_as_they_are(namespaces: object) -> None:
    match = {"namespaceSelector": namespaces, "podSelector": TEAM, "typo": 1}
    read = unreadable(policy_document(match=match)).match
    assert read.matches(namespace={}, pod={"team": "payments"})
    assert not read.matches(namespace={}, pod={"team": "other"})
    assert read.guessed


@pytest.mark.parametrize(
    "document", [policy_document(match={}), {"kind": "TrustPolicy"}, [], None, {"metadata": 1}]
)
def test_it_applies_everywhere_where_even_its_match_cannot(document: object) -> None:
    policy = unreadable(document)
    assert policy.match.matches(namespace={}, pod={})
    assert policy.match.guessed


def test_nothing_that_it_may_mean_is_admitted() -> None:
    need = need_of_policy(unreadable(policy_document(mode="Off")))
    assert not need.asks_nothing
    assert [found.code for found in need.contradictions()] == ["policy-invalid"]
    assert judge_node(need, NODE, sources(REPORT), now=NOON).outcome is Outcome.UNKNOWN
