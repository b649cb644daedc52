# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""One layer: encrypted, plain, or plain in disguise."""

from collections.abc import Mapping
from typing import Any

import pytest

from images.descriptor import read_descriptor
from images.layer import judge_layer
from images.media_types import ENCRYPTED_LAYERS, ZSTD_ENCRYPTED_LAYER
from tests.unit.images.builders import manifest
from trust.image import LayerEvidence

LAYER: dict[str, Any] = manifest()["layers"][0]
PLAIN = "application/vnd.oci.image.layer.v1.tar+gzip"


def judged(
    media_type: str, annotations: Mapping[str, str] | None = None, *, platform: str = ""
) -> LayerEvidence:
    changed = {**LAYER, "mediaType": media_type}
    if annotations is not None:
        changed["annotations"] = annotations
    layer = read_descriptor(changed, name="layer 2 of 3")
    return judge_layer(layer, position=2, total=3, platform=platform)


@pytest.mark.parametrize("media_type", sorted(ENCRYPTED_LAYERS))
def test_an_encrypted_layer_has_its_schemes(media_type: str) -> None:
    assert judged(media_type) == LayerEvidence(
        position=2,
        total=3,
        media_type=media_type,
        encrypted=True,
        schemes=frozenset({"jwe"}),
        findings=(),
    )


@pytest.mark.parametrize("media_type", [PLAIN, "", "application/octet-stream"])
def test_a_plain_layer_is_evidence_without_finding(media_type: str) -> None:
    layer = judged(media_type, {"org.opencontainers.image.title": "x"})
    assert (layer.encrypted, layer.schemes, layer.findings) == (False, frozenset(), ())


@pytest.mark.parametrize(
    ("media_type", "annotations", "code"),
    [
        (ZSTD_ENCRYPTED_LAYER, None, "layer-zstd"),
        (PLAIN, None, "layer-disguised"),
        (PLAIN, {"org.opencontainers.image.enc.pubopts": ""}, "layer-disguised"),
        (f"{PLAIN}+Encrypted", {}, "layer-type"),
        (f"{PLAIN}+encrypted+gzip", {}, "layer-type"),
        ("application/vnd.oci.image.layer.v1.tar+ENCRYPTED", {}, "layer-type"),
        ("application/vnd.docker.image.rootfs.diff.tar.gzip+encrypted", {}, "layer-type"),
        (f"{PLAIN}+encrypted", {}, "layer-annotations"),
    ],
)
def test_what_only_looks_encrypted_is_a_finding(
    media_type: str, annotations: Mapping[str, str] | None, code: str
) -> None:
    layer = judged(media_type, annotations)
    (finding,) = layer.findings
    assert finding.code == code
    assert finding.detail.startswith("layer 2 of 3: ")
    assert layer.schemes == frozenset()
    assert layer.encrypted is (media_type in ENCRYPTED_LAYERS)


def test_a_finding_names_the_platform_where_there_are_several() -> None:
    (finding,) = judged(PLAIN, platform="linux/arm64").findings
    assert finding.detail.startswith("layer 2 of 3 for linux/arm64: ")
