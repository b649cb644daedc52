# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Image manifests: an image's config, and layers."""

from typing import Any

import pytest

from images.errors import RuleBrokenError
from images.manifest import layer_name, read_manifest
from images.media_types import CONFIG_TYPES

LAYER: dict[str, Any] = {"mediaType": "x/y", "digest": "sha256:" + "a" * 64, "size": 7}
CONFIG = {**LAYER, "mediaType": "application/vnd.oci.image.config.v1+json"}


def fields(*layers: object, config: object = CONFIG) -> dict[str, object]:
    return {"config": config, "layers": list(layers)}


@pytest.mark.parametrize("media_type", sorted(CONFIG_TYPES))
def test_an_image_of_either_kind_has_its_layers_lowest_first(media_type: str) -> None:
    layers = [{**LAYER, "size": size} for size in (3, 1, 2)]
    read = read_manifest(fields(*layers, config={**CONFIG, "mediaType": media_type}))
    assert [layer.size for layer in read] == [3, 1, 2]


@pytest.mark.parametrize("count", [1, 512])
def test_an_image_may_have_as_many_layers(count: int) -> None:
    assert len(read_manifest(fields(*[LAYER] * count))) == count


@pytest.mark.parametrize(
    "layers", [None, [], {}, "x", [LAYER] * 513], ids=["none", "empty", "object", "text", "many"]
)
def test_none_and_too_many_layers_are_refused(layers: object) -> None:
    with pytest.raises(RuleBrokenError) as caught:
        read_manifest({"config": CONFIG, "layers": layers})
    assert caught.value.code == "image-empty"


@pytest.mark.parametrize(
    ("config", "code"),
    [
        (None, "manifest-malformed"),
        ({}, "manifest-malformed"),
        ({**CONFIG, "mediaType": ""}, "manifest-not-image"),
        ({**CONFIG, "mediaType": "application/vnd.oci.empty.v1+json"}, "manifest-not-image"),
        ({**CONFIG, "mediaType": "application/json"}, "manifest-not-image"),
        ({**CONFIG, "urls": ["https://x"]}, "content-from-elsewhere"),
    ],
    ids=str,
)
def test_what_has_no_image_config_is_no_image(config: object, code: str) -> None:
    with pytest.raises(RuleBrokenError, match=r"config") as caught:
        read_manifest(fields(LAYER, config=config))
    assert caught.value.code == code


def test_one_bad_layer_is_enough_and_is_named() -> None:
    with pytest.raises(RuleBrokenError, match=r"^layer 2 of 3 is not a descriptor"):
        read_manifest(fields(LAYER, "layer", LAYER))
    assert layer_name(1, 9) == "layer 1 of 9"
