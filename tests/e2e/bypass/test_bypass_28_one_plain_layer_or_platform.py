# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""All but one layer, or all but one platform, are encrypted."""

from localcluster.world import World
from tests.e2e.bypass.conftest import Create

GUARD = "Every layer of every platform is judged, for a node may be of any."


def test_one_plain_layer_is_enough(world: World, create: Create) -> None:
    image = world.images.encrypted("shop/row28:partly", layer="-1").reference
    said = create(containers=[{"name": "main", "image": image}])
    assert "layers 1, 2 of 3 are not encrypted" in said


def test_one_plain_platform_is_enough(world: World, create: Create) -> None:
    image = world.images.mixed_index("shop/row28:mixed").reference
    said = create(containers=[{"name": "main", "image": image}])
    assert "for linux/arm64 are not encrypted" in said
