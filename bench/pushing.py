# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Many images that differ: one that skopeo has encrypted, with another annotation each time."""

import json

from localcluster.images import Images, Pushed
from localcluster.layout import Recipe

PLATFORMS = ("linux/amd64", "linux/arm64", "linux/s390x", "linux/ppc64le")


def push_images(images: Images, count: int, repository: str = "bench/single") -> list[Pushed]:
    """Push encrypted images of three layers, which they share."""
    images.encrypted(f"{repository}:0")
    content, media_type = images.get_manifest(f"{repository}:0")
    return [
        images.put_manifest(name, _annotated(content, name), media_type=media_type)
        for name in _names(repository, count)
    ]


def push_indexes(images: Images, count: int, repository: str = "bench/index") -> list[Pushed]:
    """Push indexes of four platforms, each entry a manifest of its own."""
    images.encrypted(f"{repository}:0", Recipe(platforms=PLATFORMS))
    content, media_type = images.get_manifest(f"{repository}:0")
    index = json.loads(content)
    children = [
        images.get_manifest(f"{repository}:{each['digest']}") for each in index["manifests"]
    ]
    pushed = []
    for name in _names(repository, count):
        entries = []
        for number, (child, child_type) in enumerate(children):
            own = _annotated(child, f"{name} {number}")
            entry = images.put_manifest(f"{name}-{number}", own, media_type=child_type)
            known = index["manifests"][number]
            entries.append({**known, "digest": entry.digest, "size": len(own)})
        document = json.dumps({**index, "manifests": entries}).encode()
        pushed.append(images.put_manifest(name, document, media_type=media_type))
    return pushed


def _names(repository: str, count: int) -> list[str]:
    return [f"{repository}:{number}" for number in range(1, count + 1)]


def _annotated(content: bytes, text: str) -> bytes:
    document = json.loads(content)
    document["annotations"] = {**document.get("annotations", {}), "dev.bondstone.bench": text}
    return json.dumps(document).encode()
