# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What Enforce would refuse, less what /mutate would have mended."""

from dataclasses import replace

import pytest

from tests.unit.trust.builders import DIGEST, IMAGE, LAYER, evidence, policy
from trust.admission import Final, ImageAnswer
from trust.affinity import Placement
from trust.asked import need_of_policy
from trust.names import TRUSTED_LABEL
from trust.need import Need
from trust.pod import Pod, PodImage
from trust.would_be import would_be

NEED = need_of_policy(policy(mode="Audit"))
GOOD = evidence(LAYER)
FORBIDDEN = Placement(node_selector={TRUSTED_LABEL: "false"})
PLAIN = evidence(replace(LAYER, encrypted=False))


def pod(image: str = IMAGE, **changes: object) -> Pod:
    used = PodImage(owner='container "api"', image=image, path="/spec/containers/0/image")
    return Pod(namespace="payments", name="p", images=(used,), **changes)  # type: ignore[arg-type]


def codes(
    one: Pod, *, old: Pod | None = None, old_need: Need | None = None, answer: ImageAnswer = GOOD
) -> list[str]:
    images = {image.image: answer for image in one.images}
    final = Final(pod=one, need=NEED, images=images, scheduler_name="bondstone-scheduler")
    return list(would_be(final, old=old, old_need=NEED if old_need is None else old_need).codes)


@pytest.mark.parametrize("scheduler", ["", "default-scheduler", "bondstone-scheduler"])
def test_what_mutate_mends_is_not_held_against_a_pod(scheduler: str) -> None:
    assert codes(pod(scheduler_name=scheduler)) == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"scheduler_name": "another"}, "scheduler-foreign"),
        ({"node_name": "m1"}, "node-name-set"),
        ({"placement": FORBIDDEN}, "placement-contradiction"),
        ({"image": "a b"}, "image-reference"),
    ],
)  # fmt: skip
def test_what_enforce_refuses_and_mutate_leaves_is_told(
    changes: dict[str, object], code: str
) -> None:
    assert codes(pod(**changes)) == [code]  # type: ignore[arg-type]


def test_a_plain_image_is_told() -> None:
    assert codes(pod(), answer=PLAIN) == ["layer-not-encrypted"]


def test_an_update_is_judged_by_what_it_brings_in() -> None:
    assert codes(pod(), old=pod(), answer=PLAIN) == []
    changed = pod(f"registry.example/shop/other@{DIGEST}")
    assert codes(changed, old=pod(), answer=PLAIN) == ["layer-not-encrypted"]
    moved = pod(placement=Placement(node_selector={"disk": "ssd"}))
    assert codes(moved, old=pod()) == []


def test_a_pod_that_an_update_brings_under_the_policy_is_not_placed_any_more() -> None:
    found = codes(pod(), old=pod(gated=True), old_need=Need())
    assert found == ["scheduler-foreign", "image-not-pulled-anew", "placement-not-intact"]
    assert "selected-after-placement" in codes(pod(), old=pod(node_name="m1"), old_need=Need())
    assert "selected-after-placement" in codes(pod(), old=pod(), old_need=Need())
