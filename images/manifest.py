# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Image manifests: an image config, and at least one layer (step 4)."""

from images.descriptor import Descriptor, read_descriptor
from images.errors import RuleBrokenError
from images.media_types import CONFIG_TYPES

_MOST_LAYERS = 512


def read_manifest(fields: dict[str, object]) -> tuple[Descriptor, ...]:
    """Return the layers, lowest first.

    Raises:
        RuleBrokenError: The config is not an image's, or there is no layer, or too many.
    """
    read_config(fields)
    layers = fields.get("layers")
    if not isinstance(layers, list) or not 1 <= len(layers) <= _MOST_LAYERS:
        raise RuleBrokenError("image-empty", f"it must have 1 to {_MOST_LAYERS} layers")
    return tuple(
        read_descriptor(value, name=layer_name(number, len(layers)))
        for number, value in enumerate(layers, start=1)
    )


def read_config(fields: dict[str, object]) -> Descriptor:
    """Return the config.

    Raises:
        RuleBrokenError: It is not an image's.
    """
    config = read_descriptor(fields.get("config"), name="the config")
    if config.media_type not in CONFIG_TYPES:
        raise RuleBrokenError(
            "manifest-not-image", f"its config is of type {config.media_type[:80]!r}"
        )
    return config


def layer_name(number: int, total: int) -> str:
    """Name a layer for people."""
    return f"layer {number} of {total}"
