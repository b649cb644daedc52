# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""OCI image layouts made from nothing, the same bytes every time (image-spec image-layout.md)."""

import gzip
import hashlib
import io
import json
import tarfile
from dataclasses import dataclass
from pathlib import Path

_INDEX = "application/vnd.oci.image.index.v1+json"
_MANIFEST = "application/vnd.oci.image.manifest.v1+json"
_CONFIG = "application/vnd.oci.image.config.v1+json"
_LAYER = "application/vnd.oci.image.layer.v1.tar+gzip"
Descriptor = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """An image to make: so many layers for each platform, and its environment variables."""

    layers: int = 3
    platforms: tuple[str, ...] = ("linux/amd64",)
    seed: str = "bondstone"
    env: tuple[str, ...] = ()


def write_layout(folder: Path, recipe: Recipe) -> None:
    """Write a layout whose index.json has one descriptor: the image, or an index of platforms."""
    blobs = folder / "blobs" / "sha256"
    blobs.mkdir(parents=True, exist_ok=True)
    (folder / "oci-layout").write_text('{"imageLayoutVersion": "1.0.0"}')
    manifests = [_image(blobs, recipe, platform) for platform in recipe.platforms]
    top = manifests[0]
    if len(manifests) > 1:
        document = {"schemaVersion": 2, "mediaType": _INDEX, "manifests": manifests}
        top = _put(blobs, json.dumps(document).encode(), _INDEX)
    index = {"schemaVersion": 2, "mediaType": _INDEX, "manifests": [top]}
    (folder / "index.json").write_text(json.dumps(index))


def _image(blobs: Path, recipe: Recipe, platform: str) -> Descriptor:
    tars = [_tar(f"{recipe.seed} {platform} {number}") for number in range(recipe.layers)]
    layers = [_put(blobs, gzip.compress(tar, mtime=0), _LAYER) for tar in tars]
    system, architecture = platform.split("/")[:2]
    config = {
        "os": system,
        "architecture": architecture,
        "config": {"Cmd": ["/secret"], **({"Env": [*recipe.env]} if recipe.env else {})},
        "rootfs": {
            "type": "layers",
            "diff_ids": [f"sha256:{hashlib.sha256(tar).hexdigest()}" for tar in tars],
        },
    }
    manifest = {
        "schemaVersion": 2,
        "mediaType": _MANIFEST,
        "config": _put(blobs, json.dumps(config).encode(), _CONFIG),
        "layers": layers,
    }
    descriptor = _put(blobs, json.dumps(manifest).encode(), _MANIFEST)
    descriptor["platform"] = {"os": system, "architecture": architecture}
    return descriptor


def _tar(text: str) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        content = text.encode() * 50
        member = tarfile.TarInfo(f"secret-{hashlib.sha256(content).hexdigest()[:8]}")
        member.size = len(content)
        archive.addfile(member, io.BytesIO(content))
    return buffer.getvalue()


def _put(blobs: Path, content: bytes, media_type: str) -> Descriptor:
    digest = hashlib.sha256(content).hexdigest()
    (blobs / digest).write_bytes(content)
    return {"mediaType": media_type, "digest": f"sha256:{digest}", "size": len(content)}
