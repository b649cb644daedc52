# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A plain image is mounted as a volume instead of being run."""

from localcluster.images import Pushed
from localcluster.world import PROTECTED, World
from tests.e2e.bypass.conftest import Create

GUARD = "The reference of an image volume is judged and pinned as a container's image is."


def test_a_volume_is_judged_and_pinned(
    world: World, create: Create, plain: Pushed, encrypted: Pushed
) -> None:
    def volume(image: Pushed) -> list[dict[str, object]]:
        return [{"name": "models", "image": {"reference": image.reference}}]

    assert '(volume "models"): layers 1, 2, 3 of 3' in create(volumes=volume(plain))
    assert "created" in create("mounts", volumes=volume(encrypted))
    path = "-o=jsonpath={.spec.volumes[?(@.name=='models')].image.reference}"
    said = world.kubectl("-n", PROTECTED, "get", "pod", "mounts", path)
    assert said == f"{encrypted.reference}@{encrypted.digest}"
