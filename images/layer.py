# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""One layer judged by its descriptor (step 5)."""

from images.annotations import has_encryption_annotations, read_schemes
from images.descriptor import Descriptor
from images.errors import RuleBrokenError
from images.findings import finding_of
from images.manifest import layer_name
from images.media_types import ENCRYPTED_LAYERS, ZSTD_ENCRYPTED_LAYER
from trust.image import LayerEvidence
from trust.verdict import Finding


def judge_layer(
    layer: Descriptor, *, position: int, total: int, platform: str, zstd: bool = False
) -> LayerEvidence:
    """Return what the descriptor says of the layer, and what no runtime may be trusted with.

    Args:
        layer: One of an image manifest.
        position: 1 for the lowest.
        total: Layers of the manifest.
        platform: For people; empty for a manifest without an index.
        zstd: Every node can decrypt layers that are compressed with zstd.
    """
    encrypted = layer.media_type in ENCRYPTED_LAYERS or (
        zstd and layer.media_type == ZSTD_ENCRYPTED_LAYER
    )
    schemes: frozenset[str] = frozenset()
    findings: tuple[Finding, ...] = ()
    try:
        if encrypted:
            schemes = read_schemes(layer.annotations)
        else:
            _check_disguise(layer)
    except RuleBrokenError as exc:
        where = f" for {platform}" if platform else ""
        findings = (finding_of(exc, subject=layer_name(position, total) + where),)
    return LayerEvidence(
        position=position,
        total=total,
        media_type=layer.media_type,
        encrypted=encrypted,
        schemes=schemes,
        findings=findings,
    )


def _check_disguise(layer: Descriptor) -> None:
    """Refuse what wants to look encrypted and would be run as it is."""
    if layer.media_type == ZSTD_ENCRYPTED_LAYER:
        raise RuleBrokenError(
            "layer-zstd", "zstd is accepted only where every node can decode it: use gzip"
        )
    if "encrypted" in layer.media_type.casefold():
        raise RuleBrokenError(
            "layer-type", f"type {layer.media_type[:80]!r} is not one of the encrypted types"
        )
    if has_encryption_annotations(layer.annotations):
        raise RuleBrokenError(
            "layer-disguised", "it has the annotations of an encrypted layer and a plain type"
        )
