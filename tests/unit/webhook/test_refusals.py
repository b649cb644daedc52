# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Whose reasons they are: each is counted for the policy that has it."""

from dataclasses import replace
from typing import Any

from tests.unit.trust.builders import policy
from tests.unit.webhook.builders import PINNED, pod
from tests.unit.webhook.test_judgement import OURS, judged
from tests.unit.webhook.test_mutate import affinity
from trust.names import TAG_PREFIX
from trust.policy import Mode
from webhook.judgement import Refusal

ELSEWHERE = {"namespaceSelector": {"matchLabels": {"team": "elsewhere"}}}


def test_each_reason_is_told_of_the_policy_that_has_it() -> None:
    images = {"encryption": "Required", "keyProviders": ["pkcs7"]}
    nodes = {"trust": "NotRequired"}
    foreign = replace(policy(mode="Audit", images=images, nodes=nodes), name="keys")
    placed = replace(policy(mode="Audit", images={"encryption": "NotRequired"}), name="nodes")
    other = replace(placed, name="elsewhere", match=policy(match=ELSEWHERE).match)
    document = pod(schedulerName="another")
    judgement = judged(document, foreign, placed, other)
    assert judgement.refusals == (
        Refusal(policy="keys", mode=Mode.AUDIT, code="key-provider-not-allowed"),
        Refusal(policy="nodes", mode=Mode.AUDIT, code="scheduler-foreign"),
    )


def test_a_reason_that_only_the_union_has_is_everybodys() -> None:
    sides = [
        replace(
            policy(
                images={"encryption": "NotRequired"},
                nodes={"trust": "Required", "assetTags": {"region": [region]}},
            ),
            name=region,
        )
        for region in ("EU", "US")
    ]
    judgement = judged(pod(**OURS), *sides)
    told = {(refusal.policy, refusal.mode, refusal.code) for refusal in judgement.refusals}
    assert told >= {(name, Mode.ENFORCE, "asset-tags-contradict") for name in ("EU", "US")}


def test_a_pod_too_large_to_be_judged_for_each_policy_is_judged_once() -> None:
    """Then each reason is counted for all: what two policies have is told of eleven."""

    def told(terms: int) -> set[tuple[str, str]]:
        keys = {"encryption": "Required", "keyProviders": ["pkcs7"]}
        asking = [policy(images=keys, nodes={"trust": "NotRequired"})]
        asking += [policy(images={"encryption": "NotRequired"})] * 10
        named = [replace(each, name=f"p{number}") for number, each in enumerate(asking)]
        term = {"matchExpressions": [{"key": "disk", "operator": "Exists"}]}
        judgement = judged(pod(PINNED, affinity=affinity(*[term] * terms)), *named)
        return {(each.policy, each.code) for each in judgement.refusals}

    few, many = told(1), told(200)
    assert ("p1", "key-provider-not-allowed") not in few
    assert ("p0", "scheduler-foreign") not in few
    codes = {code for _, code in few}
    assert many == {(f"p{number}", code) for number in range(11) for code in codes}


def test_a_pod_that_is_as_it_should_be_is_counted_for_no_policy() -> None:
    assert judged(pod(PINNED, **OURS), policy()).refusals == ()


def test_what_another_mode_would_say_is_not_told_of_the_enforced_refusal() -> None:
    images = {"encryption": "Required", "keyProviders": ["pkcs7"]}
    watching = replace(policy(mode="Audit", images=images), name="watching")
    judgement = judged(pod(PINNED, schedulerName="another", nodeName="m1"), policy(), watching)
    told = {(each.policy, each.code) for each in judgement.refusals if each.mode is Mode.ENFORCE}
    assert "node-name-set" in judgement.verdict.codes
    assert {name for name, _ in told} == {"payments"}


def test_who_only_watches_is_named_in_no_refusal() -> None:
    watching = [replace(policy(mode=mode), name=mode) for mode in ("Warn", "Audit")]
    content = replace(
        policy(nodes={"trust": "NotRequired"}),
        name="images",
    )
    document = pod(PINNED, **{**OURS, "schedulerName": "another"})
    judgement = judged(document, policy(), content, *watching)
    assert judgement.verdict.codes == ("scheduler-foreign",)
    assert judgement.refused_by == ("payments",)


def test_a_policy_that_warns_speaks_of_the_enforced_one_and_not_of_our_affinity() -> None:
    nodes = {"trust": "Required", "assetTags": {"region": ["US"], "tier": ["1"]}}
    watching = replace(policy(mode="Warn", nodes=nodes), name="watching")
    warned = judged(pod(PINNED, **OURS), policy(), watching).unenforced[Mode.WARN]
    assert warned.codes == ("asset-tags-contradict",)
    assert warned.findings[0].detail.endswith(
        ': TrustPolicy "payments" allows EU, TrustPolicy "watching" allows US'
    )
    kept: dict[str, Any] = {"operation": "UPDATE", "oldObject": pod(PINNED, **OURS)}
    updated = judged(pod(PINNED, **OURS), policy(), watching, **kept)
    assert updated.unenforced[Mode.WARN].codes == ()
    own = {**OURS, "nodeSelector": {**OURS["nodeSelector"], f"{TAG_PREFIX}tier": "2"}}
    blamed = judged(pod(PINNED, **own), policy(), watching).unenforced[Mode.WARN]
    assert set(blamed.codes) == {"asset-tags-contradict", "placement-contradiction"}
