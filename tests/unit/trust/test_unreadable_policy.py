# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A policy that cannot be read counts as strictest."""

import pytest

from tests.unit.trust.builders import NODE, NOON, REPORT, policy_document, snapshot
from trust.appraisal import judge_node
from trust.errors import PolicyError
from trust.need import need_of_policy
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


@pytest.mark.parametrize(
    "document", [policy_document(match={}), {"kind": "TrustPolicy"}, [], None, {"metadata": 1}]
)
def test_it_applies_everywhere_where_even_its_match_cannot(document: object) -> None:
    policy = unreadable(document)
    assert policy.match.matches(namespace={}, pod={})


def test_nothing_that_it_may_mean_is_admitted() -> None:
    need = need_of_policy(unreadable(policy_document(mode="Off")))
    assert not need.asks_nothing
    assert [found.code for found in need.contradictions()] == ["policy-invalid"]
    assert judge_node(need, NODE, snapshot(REPORT), now=NOON).outcome is Outcome.UNKNOWN
