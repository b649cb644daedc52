# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Updates judged: what they change, and what they bring a pod under or take it out of."""

from dataclasses import replace

from tests.unit.trust.builders import LAYER, evidence, policy
from tests.unit.trust.test_admission import DOWN, GOOD, NEED, PINNED, POD, final, image, placed
from trust.admission import Final, ImageAnswer, images_to_judge, judge_update
from trust.affinity import Placement
from trust.asked import need_of_policy
from trust.need import Need
from trust.pod import Pod
from trust.verdict import Finding, Outcome


def update(
    pod: Pod, old: Pod = POD, answer: ImageAnswer = GOOD, old_need: Need = NEED
) -> list[str]:
    return list(judge_update(final(pod, NEED, answer), old=old, old_need=old_need).codes)


def test_an_update_that_touches_nothing_we_judge_is_never_refused() -> None:
    before_the_policy = Pod(namespace="a", name="p", images=(image("nginx"),), node_name="m1")
    labelled = replace(before_the_policy, labels={"a": "b"})
    assert update(labelled, before_the_policy, DOWN) == []


def test_a_pod_that_an_update_brings_under_a_policy_is_judged_as_new() -> None:
    plain = evidence(replace(LAYER, encrypted=False))
    gated = replace(POD, gated=True)
    assert update(gated, gated, answer=plain, old_need=Need()) == ["layer-not-encrypted"]
    assert update(gated, gated, old_need=Need()) == []
    foreign = replace(gated, placement=Placement(), scheduler_name="default-scheduler")
    found = update(foreign, foreign, old_need=Need())
    assert found == ["scheduler-foreign", "placement-not-intact"]


def test_nobody_can_tell_how_a_pod_that_is_selected_later_was_placed() -> None:
    on = replace(POD, node_name="m1")
    found = update(on, on, old_need=Need())
    assert "selected-after-placement" in found
    assert "node-name-set" not in found
    annotated = Final(
        pod=on, need=Need(trust_required=True), images={PINNED: GOOD}, scheduler_name="ours"
    )
    (placed_before, *_) = judge_update(annotated, old=on, old_need=Need()).findings
    assert "brings the pod under its asset tags after" in placed_before.detail
    assert "selected-after-placement" in update(on, replace(on, deleting=True), old_need=Need())
    about_images = need_of_policy(policy(nodes={"trust": "NotRequired"}))
    chosen = Final(pod=on, need=about_images, images={PINNED: GOOD}, scheduler_name="ours")
    assert judge_update(chosen, old=on, old_need=Need()).outcome is Outcome.ALLOW


def test_nobody_can_tell_whether_a_pod_without_a_gate_is_being_placed() -> None:
    assert update(POD, old_need=Need()) == ["selected-after-placement"]
    assert update(POD, replace(POD, gated=True), old_need=Need()) == []
    assert update(replace(POD, gated=True), old_need=Need()) == ["selected-after-placement"]


def test_a_pod_that_goes_is_judged_as_new_where_it_is_brought_under_a_policy() -> None:
    plain = evidence(replace(LAYER, encrypted=False))
    going = replace(POD, deleting=True, gated=True)
    assert update(going, going, answer=plain, old_need=Need()) == ["layer-not-encrypted"]


def test_an_image_that_an_update_brings_in_is_judged() -> None:
    other = image(PINNED.replace("api", "other"))
    plain = evidence(replace(LAYER, encrypted=False))
    assert update(replace(POD, images=(other,)), answer=plain) == ["layer-not-encrypted"]
    debug = image(PINNED, owner='container "debug"')
    assert images_to_judge(replace(POD, images=(image(), debug)), NEED, old=POD) == (debug,)


def test_an_update_may_not_take_a_pod_out_of_protection_even_while_it_goes() -> None:
    bare = Final(pod=POD, need=Need(), images={}, scheduler_name="ours")
    kept = judge_update(bare, old=POD, old_need=NEED)
    assert kept.codes == ("protection-removed",)
    going = judge_update(bare, old=replace(POD, deleting=True), old_need=NEED)
    assert going.codes == ("protection-removed",)


def test_a_pod_that_goes_loses_its_finalizers_whatever_is_asked() -> None:
    going = replace(POD, deleting=True, images=(image("nginx"),), placement=Placement())
    assert update(going, going, DOWN) == []


def test_an_unreadable_policy_lets_no_image_in() -> None:
    defect = Finding(code="x", outcome=Outcome.UNKNOWN, detail="unreadable", remedy="mend it")
    need = replace(NEED, encryption=None, defects=(defect,))
    other = replace(POD, images=(image("nginx"),))
    brought = Final(pod=other, need=need, images={}, scheduler_name="ours")
    assert judge_update(brought, old=POD, old_need=need).codes == ("x",)
    kept = Final(pod=POD, need=need, images={}, scheduler_name="ours")
    assert judge_update(kept, old=POD, old_need=need).outcome is Outcome.ALLOW


def test_a_policy_about_images_lets_an_update_move_the_pod() -> None:
    need = need_of_policy(policy(nodes={"trust": "NotRequired"}))
    moved = Final(
        pod=replace(POD, placement=Placement()), need=need, images={}, scheduler_name="ours"
    )
    assert judge_update(moved, old=POD, old_need=need).outcome is Outcome.ALLOW


def test_an_update_may_tighten_placement_and_not_loosen_it() -> None:
    assert update(replace(POD, placement=Placement())) == ["placement-not-intact"]
    tighter = replace(POD, placement=replace(placed(), node_selector={"disk": "ssd"}))
    assert update(tighter) == []


def test_what_a_label_swap_adds_does_not_stand_for_what_it_drops() -> None:
    weaker = replace(need_of_policy(policy(nodes={"trust": "NotRequired"})), policies=("weak",))
    swapped = Final(pod=POD, need=weaker, images={PINNED: GOOD}, scheduler_name="ours")
    assert "protection-removed" in judge_update(swapped, old=POD, old_need=NEED).codes
