# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The Verdict that counts, and what other modes would have said."""

from dataclasses import replace
from typing import Any

import pytest

from tests.simulators.cluster import SimulatedNamespaces, SimulatedObjects
from tests.unit.trust.builders import IMAGE, LAYER, evidence, policy
from tests.unit.webhook.builders import PINNED, pod, request
from trust.admission import ImageAnswer
from trust.policy import Mode, TrustPolicy
from trust.verdict import Finding, Outcome
from webhook.case import Case, open_case
from webhook.judgement import Judgement, judge

GOOD = evidence(LAYER)
PLAIN = evidence(replace(LAYER, encrypted=False))
AWAY = Finding(code="image-unavailable", outcome=Outcome.UNKNOWN, detail="it is away")
OURS: dict[str, Any] = {
    "schedulerName": "bondstone-scheduler",
    "nodeSelector": {
        "bondstone.node-restriction.kubernetes.io/trusted": "true",
        "tags.bondstone.node-restriction.kubernetes.io/region": "EU",
    },
}


def judged(
    document: dict[str, Any],
    *policies: TrustPolicy,
    answer: ImageAnswer | None = GOOD,
    **changes: object,
) -> Judgement:
    case = open_case(
        request(document, **changes),
        policies=SimulatedObjects({str(n): each for n, each in enumerate(policies)}),
        namespaces=SimulatedNamespaces({"payments": {"team": "payments"}}),
    )
    assert isinstance(case, Case)
    answers = {} if answer is None else {image.image: answer for image in case.pod.images}
    return judge(case, answers, scheduler_name="bondstone-scheduler")


def test_a_pod_that_is_as_it_should_be_is_allowed() -> None:
    judgement = judged(pod(PINNED, **OURS), policy())
    assert judgement.verdict.outcome is Outcome.ALLOW
    assert judgement.unenforced == {}


@pytest.mark.parametrize(
    ("answer", "outcome", "code"),
    [
        (PLAIN, Outcome.DENY, "layer-not-encrypted"),
        (AWAY, Outcome.UNKNOWN, "image-unavailable"),
        (None, Outcome.UNKNOWN, "image-not-inspected"),
    ],
)
def test_an_image_without_good_evidence_is_not_allowed(
    answer: ImageAnswer | None, outcome: Outcome, code: str
) -> None:
    verdict = judged(pod(PINNED, **OURS), policy(), answer=answer).verdict
    assert (verdict.outcome, verdict.codes) == (outcome, (code,))


def test_an_update_is_judged_by_what_changes_and_a_creation_by_all() -> None:
    document = pod()
    update: dict[str, Any] = {"operation": "UPDATE", "oldObject": document}
    assert judged(document, policy(), answer=PLAIN, **update).verdict.outcome is Outcome.ALLOW
    assert judged(document, policy(), answer=PLAIN).verdict.outcome is Outcome.DENY
    changed = judged(pod("other:2"), policy(), answer=PLAIN, **update).verdict
    assert changed.codes == ("layer-not-encrypted",)


def test_protection_cannot_be_taken_off_by_an_update() -> None:
    selected = policy(
        match={
            "namespaceSelector": {"matchLabels": {"team": "payments"}},
            "podSelector": {"matchLabels": {"app": "api"}},
        }
    )
    old = {**pod(), "metadata": {"name": "p", "labels": {"app": "api"}}}
    verdict = judged(pod(), selected, operation="UPDATE", oldObject=old).verdict
    assert verdict.outcome is Outcome.DENY


@pytest.mark.parametrize("mode", [Mode.WARN, Mode.AUDIT])
def test_other_modes_say_what_the_pod_can_be_blamed_for_and_refuse_nothing(mode: Mode) -> None:
    watching = policy(mode=mode.value)
    judgement = judged(pod(IMAGE), watching, answer=PLAIN)
    assert judgement.verdict.outcome is Outcome.ALLOW
    assert {each: verdict.codes for each, verdict in judgement.unenforced.items()} == {
        mode: ("layer-not-encrypted",)
    }
    assert judged(pod(IMAGE), watching).unenforced[mode].outcome is Outcome.ALLOW


def test_other_modes_name_contradictions_and_no_images_where_none_count() -> None:
    sides = [
        policy(
            mode="Warn",
            images={"encryption": "NotRequired"},
            nodes={"trust": "Required", "assetTags": {"region": [region]}},
        )
        for region in ("EU", "US")
    ]
    judgement = judged(pod(), *sides, answer=PLAIN)
    assert judgement.unenforced[Mode.WARN].codes == ("asset-tags-contradict",)


def test_modes_are_judged_beside_each_other() -> None:
    watching = policy(
        mode="Audit",
        images={"encryption": "Required", "keyProviders": ["pkcs7"]},
        nodes={"trust": "NotRequired"},
    )
    judgement = judged(pod(PINNED, **OURS), policy(), watching)
    assert judgement.verdict.outcome is Outcome.ALLOW
    assert judgement.unenforced[Mode.AUDIT].outcome is Outcome.DENY


@pytest.mark.parametrize("mode", ["Warn", "Audit"])
def test_other_modes_judge_an_update_by_what_it_brings_in(mode: str) -> None:
    watching, document = policy(mode=mode), pod()
    update: dict[str, Any] = {"operation": "UPDATE", "oldObject": document}
    kept = judged(document, watching, answer=PLAIN, **update)
    assert kept.unenforced[Mode(mode)].outcome is Outcome.ALLOW
    changed = judged(pod("other:2"), watching, answer=PLAIN, **update)
    assert changed.unenforced[Mode(mode)].codes == ("layer-not-encrypted",)


@pytest.mark.parametrize("mode", [Mode.WARN, Mode.AUDIT])
def test_a_pod_that_cannot_be_read_is_allowed_by_who_only_watches(mode: Mode) -> None:
    judgement = judged({**pod(), "spec": {"containers": "many"}}, policy(mode=mode.value))
    assert judgement.verdict.outcome is Outcome.ALLOW
    would_be = judgement.unenforced[mode]
    assert (would_be.outcome, would_be.codes) == (Outcome.UNKNOWN, ("pod-unreadable",))
