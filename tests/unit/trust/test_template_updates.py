# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What an update of a template touches, and what has to stay as it was."""

from typing import Any

import pytest

from tests.unit.trust.builders import DIGEST
from trust.affinity import Placement
from trust.need import Need
from trust.pod import Pod, PodImage
from trust.template import made_by_controller, pinned_before, touches

POD = Pod(namespace="a", name="p", images=(PodImage(owner="c", image="x", path="/x"),))


@pytest.mark.parametrize(
    "changed",
    [
        {"images": ()},
        {"placement": Placement(node_selector={"a": "b"})},
        {"scheduler_name": "other"},
        {"node_name": "m1"},
    ],
)
def test_an_update_touches_what_is_judged(changed: dict[str, Any]) -> None:
    fields = {"namespace": "a", "name": "p", "images": POD.images, **changed}
    assert touches(Pod(**fields), Need(), old=POD, old_need=Need())


def test_an_update_that_asks_for_more_or_less_touches() -> None:
    need = Need(trust_required=True)
    assert touches(POD, need, old=POD, old_need=Need())
    assert touches(POD, Need(), old=POD, old_need=need)


def test_other_labels_and_pull_secrets_are_not_judged() -> None:
    other = Pod(namespace="a", name="p", images=POD.images, labels={"a": "b"}, pull_secrets=("s",))
    assert not touches(other, Need(), old=POD, old_need=Need())


@pytest.mark.parametrize(
    ("metadata", "made"),
    [
        ({"ownerReferences": [{"kind": "A"}, {"kind": "B", "controller": True}]}, True),
        ({"ownerReferences": [{"kind": "A", "controller": False}]}, False),
        ({"ownerReferences": [{"kind": "A", "controller": "true"}, 1]}, False),
        ({"ownerReferences": None}, False),
        ({}, False),
        (None, False),
    ],
)
def test_what_a_controller_made_is_known_by_its_owner(metadata: object, made: bool) -> None:
    assert made_by_controller({"metadata": metadata}) is made


PINNED = f"docker.io/library/x:1@{DIGEST}"


@pytest.mark.parametrize(
    ("image", "owner", "kept"),
    [
        ("x:1", "c", PINNED),
        ("docker.io/library/x:1", "c", PINNED),
        ("x:2", "c", None),
        ("x:1", "d", None),
        ("NO", "c", None),
    ],
)
def test_a_digest_is_kept_for_the_same_image_in_the_same_place(
    image: str, owner: str, kept: str | None
) -> None:
    old = Pod(namespace="a", name="p", images=(PodImage(owner="c", image=PINNED, path="/x"),))
    now = PodImage(owner=owner, image=image, path="/y")
    assert pinned_before(now, old) == kept
    assert pinned_before(now, None) is None
