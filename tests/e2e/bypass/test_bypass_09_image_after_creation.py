# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The image of an admitted pod is changed to a plain one afterwards."""

from localcluster.images import Pushed
from localcluster.layout import Recipe
from localcluster.world import PROTECTED, World
from tests.e2e.bypass.conftest import Create

GUARD = "Updates are judged; an image that changed has to be encrypted, and is pinned."


def test_a_later_image_is_judged(world: World, create: Create, plain: Pushed) -> None:
    create("changed")
    image = f"main={plain.reference}"
    said = world.kubectl("-n", PROTECTED, "set", "image", "pod/changed", image)
    assert "layers 1, 2, 3 of 3 are not encrypted" in said
    patch = '[{"op": "replace", "path": "/spec/containers/0/image", "value": "%s"}]'
    said = world.kubectl(
        "-n", PROTECTED, "patch", "pod", "changed", "--type=json", "-p", patch % plain.reference
    )
    assert "layers 1, 2, 3 of 3 are not encrypted" in said


def test_a_later_image_by_tag_is_pinned(world: World, create: Create) -> None:
    create("repinned")
    later = world.images.encrypted("shop/story:9", Recipe(seed="row 9"))
    change = ("set", "image", "pod/repinned", f"main={later.reference}")
    assert "image updated" in world.kubectl("-n", PROTECTED, *change)
    path = "-o=jsonpath={.spec.containers[0].image}"
    stored = world.kubectl("-n", PROTECTED, "get", "pod", "repinned", path)
    assert stored == f"{later.reference}@{later.digest}"
