# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Attestations that buildx puts into an index beside the images: no image, and never run (step 3).

Source: BuildKit "Image attestation storage"; in-toto attestation bundle.
"""

from images.descriptor import Descriptor, read_descriptor
from images.errors import RuleBrokenError
from images.media_types import CONFIG_TYPES, EMPTY, IN_TOTO

_TYPE = "vnd.docker.reference.type"
_VALUE = "attestation-manifest"
_NOWHERE = "unknown/unknown"
_MOST_LAYERS = 64
CODE = "index-attestation"


def is_attestation(entry: Descriptor) -> bool:
    """Tell whether an entry says of itself that it is none of the images."""
    return _TYPE in entry.annotations


def require_marks(entry: Descriptor, *, name: str) -> None:
    """Require the marks of buildx, by which no node takes the entry for an image of its platform.

    Raises:
        RuleBrokenError: Runtimes may run it.
    """
    if entry.annotations.get(_TYPE) != _VALUE or entry.platform != _NOWHERE:
        raise RuleBrokenError(
            CODE, f"{name} says that it is an attestation, and has not the marks of one"
        )


def check_attestation(fields: dict[str, object]) -> None:
    """Require a manifest that holds statements of in-toto and nothing that could be unpacked.

    Raises:
        RuleBrokenError: It holds something else.
    """
    config = read_descriptor(fields.get("config"), name="the config of an attestation", data=True)
    if config.media_type not in CONFIG_TYPES | {EMPTY}:
        raise RuleBrokenError(CODE, f"an attestation has a config {config.media_type[:80]!r}")
    layers = fields.get("layers")
    if not isinstance(layers, list) or not 1 <= len(layers) <= _MOST_LAYERS:
        raise RuleBrokenError(CODE, f"an attestation must have 1 to {_MOST_LAYERS} layers")
    for number, value in enumerate(layers, start=1):
        layer = read_descriptor(value, name=f"layer {number} of an attestation")
        if layer.media_type != IN_TOTO:
            raise RuleBrokenError(
                CODE, f"an attestation holds {layer.media_type[:80]!r}, and may hold only {IN_TOTO}"
            )
