# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What is found out for a request before images are looked at."""

from typing import Any

import pytest

from tests.simulators.cluster import SimulatedNamespaces, SimulatedObjects
from tests.unit.trust.builders import policy
from tests.unit.webhook.builders import pod, request
from trust.names import TAGS_ANNOTATION
from trust.policy import Mode, TrustPolicy
from trust.verdict import Finding, Outcome
from webhook.case import Case, open_case

LABELS = {"payments": {"team": "payments"}, "other": {}}
OLD = {"operation": "UPDATE", "oldObject": pod()}


def opened(
    document: dict[str, Any],
    *policies: TrustPolicy,
    synced: bool = True,
    **changes: object,
) -> Case | Finding:
    known = {str(number): each for number, each in enumerate(policies)}
    return open_case(
        request(document, **changes),
        policies=SimulatedObjects(known, synced=synced),
        namespaces=SimulatedNamespaces(LABELS),
    )


def case_of(document: dict[str, Any], *policies: TrustPolicy, **changes: object) -> Case:
    case = opened(document, *policies, **changes)  # type: ignore[arg-type]
    assert isinstance(case, Case)
    return case


def labelled(**labels: object) -> dict[str, Any]:
    return {**pod(), "metadata": {"name": "p", "labels": labels}}


def test_each_mode_has_a_need_of_its_own() -> None:
    case = case_of(pod(), policy(), policy(mode="Warn", nodes={"trust": "NotRequired"}))
    assert case.enforced.trust_required
    assert not case.demands[Mode.WARN].now.trust_required
    assert case.demands[Mode.WARN].now.encryption is not None
    assert case.demands[Mode.AUDIT].now.asks_nothing
    assert case.demands.keys() == set(Mode)
    assert case.policies == ("payments",)
    assert not case.unprotected


@pytest.mark.parametrize(
    ("changes", "policies"),
    [({}, []), ({"namespace": "other"}, [policy()]), ({}, [policy(match={
        "namespaceSelector": {"matchLabels": {"team": "payments"}},
        "podSelector": {"matchLabels": {"app": "api"}},
    })])],
    ids=["no-policy", "another-namespace", "another-pod"],
)  # fmt: skip
def test_a_pod_that_no_policy_selects_is_unprotected(
    changes: dict[str, Any], policies: list[TrustPolicy]
) -> None:
    case = case_of(pod(), *policies, **changes)
    assert case.unprotected
    assert case.policies == ()


@pytest.mark.parametrize("mode", ["Warn", "Audit"])
def test_a_policy_that_only_watches_protects_too(mode: str) -> None:
    case = case_of(pod(), policy(mode=mode))
    assert not case.unprotected
    assert case.enforced.asks_nothing
    assert case.policies == ("payments",)


def test_an_annotation_alone_protects() -> None:
    document = {**pod(), "metadata": {"name": "p", "annotations": {TAGS_ANNOTATION: "tier=1"}}}
    assert case_of(document).enforced.trust_required


def test_a_pod_that_was_protected_before_the_update_still_counts() -> None:
    selected = policy(
        match={
            "namespaceSelector": {"matchLabels": {"team": "payments"}},
            "podSelector": {"matchLabels": {"app": "api"}},
        }
    )
    case = case_of(pod(), selected, operation="UPDATE", oldObject=labelled(app="api"))
    assert case.enforced.asks_nothing
    assert case.old_need.trust_required
    assert not case.unprotected
    assert case.old is not None
    assert case.old.labels == {"app": "api"}


def test_a_policy_that_only_watched_the_old_object_asks_nothing_of_it() -> None:
    assert case_of(pod(), policy(mode="Warn"), **OLD).old_need.asks_nothing
    assert case_of(pod(), policy(), **OLD).old_need.trust_required
    assert case_of(pod(), policy()).old_need.asks_nothing


@pytest.mark.parametrize(
    ("document", "changes", "code", "text"),
    [
        (pod(), {"namespace": "nowhere"}, "namespace-unknown", '"nowhere" could not be looked up'),
        (pod(), {"synced": False}, "policies-not-synced", "have not been read"),
        (pod(), {"synced": False, "namespace": "nowhere"}, "policies-not-synced", "have not"),
        ({"metadata": {}}, {}, "pod-unreadable", "spec"),
        (labelled(app=1), {}, "pod-unreadable", "metadata.labels"),
        (pod(), {**OLD, "oldObject": {"spec": 1}}, "pod-unreadable", "the pod cannot be read"),
    ],
)
def test_what_cannot_be_found_out_is_unknown_and_says_why(
    document: dict[str, Any], changes: dict[str, Any], code: str, text: str
) -> None:
    finding = opened(document, policy(), **changes)
    assert isinstance(finding, Finding)
    assert (finding.code, finding.outcome) == (code, Outcome.UNKNOWN)
    assert text in finding.detail
    assert finding.remedy
