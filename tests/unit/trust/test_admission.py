# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Pods judged at admission."""

from dataclasses import replace

import pytest

from tests.unit.trust.builders import DIGEST, IMAGE, LAYER, evidence, policy
from trust.admission import Final, ImageAnswer, judge_new
from trust.affinity import Expression, Placement, Term
from trust.asked import need_of_policy
from trust.need import Need
from trust.node_requirement import node_requirements
from trust.pod import Pod, PodImage
from trust.union import union
from trust.verdict import Finding, Outcome

NEED = need_of_policy(policy())
PINNED = f"{IMAGE}@{DIGEST}"
GOOD = evidence(LAYER)
DOWN = Finding(code="image-unavailable", outcome=Outcome.UNKNOWN, detail="down")


def image(reference: str = PINNED, owner: str = 'container "api"') -> PodImage:
    path = "/spec/containers/0/image"
    return PodImage(owner=owner, image=reference, path=path, pull_policy="Always")


def placed(need: Need = NEED) -> Placement:
    expressions = tuple(
        Expression(key=each.key, operator="In", values=tuple(each.values))
        for each in node_requirements(need)
    )
    return Placement(terms=(Term(expressions=expressions),))


POD = Pod(namespace="a", name="p", images=(image(),), scheduler_name="ours", placement=placed())


def final(pod: Pod = POD, need: Need = NEED, answer: ImageAnswer | None = GOOD) -> Final:
    images = {} if answer is None else {each.image: answer for each in pod.images}
    return Final(pod=pod, need=need, images=images, scheduler_name="ours")


def codes(pod: Pod = POD, need: Need = NEED, answer: ImageAnswer | None = GOOD) -> list[str]:
    return list(judge_new(final(pod, need, answer)).codes)


def test_a_pod_that_has_everything_is_allowed() -> None:
    assert judge_new(final()).outcome is Outcome.ALLOW


def test_a_pod_of_no_policy_is_allowed_as_it_is() -> None:
    bare = Pod(namespace="a", name="p", images=(image("nginx"),), node_name="m1")
    assert judge_new(final(bare, Need(), None)).outcome is Outcome.ALLOW


@pytest.mark.parametrize(
    ("pod", "expected"),
    [
        (replace(POD, images=(image(IMAGE),)), ["image-not-pinned"]),
        (replace(POD, images=(image("NO"),)), ["image-reference"]),
        (replace(POD, images=(replace(image(), pull_policy="Never"),)), ["image-not-pulled-anew"]),
        (replace(POD, node_name="m1"), ["node-name-set"]),
        (replace(POD, scheduler_name="other"), ["scheduler-foreign"]),
        (replace(POD, placement=Placement()), ["placement-not-intact"]),
        (
            replace(POD, placement=Placement(node_selector={node_requirements(NEED)[1].key: "US"})),
            ["placement-contradiction"],
        ),
    ],
)
def test_each_thing_that_is_wrong_is_found(pod: Pod, expected: list[str]) -> None:
    assert codes(pod) == expected


def test_all_findings_come_at_once_with_the_image_named() -> None:
    plain = evidence(replace(LAYER, encrypted=False))
    verdict = judge_new(final(replace(POD, node_name="m1"), NEED, plain))
    assert verdict.codes == ("layer-not-encrypted", "node-name-set")
    assert verdict.findings[0].detail.startswith(f'image "{PINNED}" (container "api"): layer 1')


@pytest.mark.parametrize("answer", [DOWN, None])
def test_an_image_that_nothing_is_known_of_is_unknown(answer: ImageAnswer | None) -> None:
    assert judge_new(final(POD, NEED, answer)).outcome is Outcome.UNKNOWN


def test_an_exempt_digest_is_not_asked_about() -> None:
    exempt = {"encryption": "Required", "keyProviders": ["jwe"], "exempt": [PINNED]}
    kept = replace(POD, images=(replace(image(), pull_policy="IfNotPresent"),))
    assert codes(kept, need_of_policy(policy(images=exempt)), DOWN) == []


def test_a_policy_about_nodes_asks_nothing_of_images() -> None:
    need = need_of_policy(policy(images={"encryption": "NotRequired"}))
    assert codes(replace(POD, images=(image("nginx"),)), need, None) == []


def test_a_policy_about_images_asks_nothing_of_nodes() -> None:
    need = need_of_policy(policy(nodes={"trust": "NotRequired"}))
    assert codes(replace(POD, node_name="m1", placement=Placement()), need) == []


def test_one_reason_of_several_containers_is_told_once() -> None:
    images = tuple(image(owner=f'container "c{number}"') for number in range(6))
    (found,) = judge_new(final(replace(POD, images=images), answer=DOWN)).findings
    assert found.detail.startswith(
        f'image "{PINNED}" (container "c0", container "c1", container "c2", container "c3" and 2 '
        "more): "
    )


def test_the_hint_names_every_policy_that_would_have_to_exempt_it() -> None:
    need = union(NEED, need_of_policy(replace(policy(), name="other")))
    (found,) = judge_new(
        final(need=need, answer=evidence(replace(LAYER, encrypted=False)))
    ).findings
    assert found.remedy.endswith(
        'exempt the digest in TrustPolicy "other" and TrustPolicy "payments" spec.images.exempt'
    )
