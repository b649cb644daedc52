# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Two hundred requests at a time for forty images: each gets the verdict of its own."""

import json
from concurrent.futures import ThreadPoolExecutor

from images.media_types import OCI_INDEX, OCI_MANIFEST
from tests.integration.images.shop import Shop, codes
from tests.unit.images.builders import asset, manifest
from trust.image import ImageEvidence

_IMAGES = 40
_REQUESTS = 200
_KINDS = ("manifest-jwe", "manifest-pkcs7", "manifest-plain", "evil-annotation-only")


def put(shop: Shop, number: int) -> str:
    """Serve an image of one of five kinds, unlike any other."""
    kind = number % 5
    if kind < len(_KINDS):
        changed = manifest(_KINDS[kind])
        changed["annotations"] = {"number": str(number)}
        content, media_type = json.dumps(changed).encode(), OCI_MANIFEST
    else:
        entry = {"mediaType": OCI_MANIFEST, "digest": shop.digest}
        entries = [{**entry, "size": len(asset("manifest-jwe"))}] * (1 + number % 3)
        document = {"schemaVersion": 2, "manifests": entries, "annotations": {"n": str(number)}}
        content, media_type = json.dumps(document).encode(), OCI_INDEX
    return shop.registry.put_manifest(f"shop/api:n{number}", content, media_type=media_type)


def summary(evidence: ImageEvidence) -> tuple[object, ...]:
    """Return what a verdict would rest on."""
    layers = [layer for one in evidence.manifests for layer in one.layers]
    return (
        evidence.digest,
        evidence.reference.tag,
        len(evidence.manifests),
        [layer.encrypted for layer in layers],
        [sorted(layer.schemes) for layer in layers],
        codes(evidence),
    )


def test_two_hundred_requests_for_forty_images_are_never_mixed_up(shop: Shop) -> None:
    digests = [put(shop, number) for number in range(_IMAGES)]
    alone = [summary(shop.inspect(f"shop/api:n{number}")) for number in range(_IMAGES)]
    assert [found[0] for found in alone] == digests
    assert len({str(found[3:]) for found in alone}) >= len(_KINDS)

    def ask(request: int) -> tuple[int, tuple[object, ...]]:
        number = request * 7 % _IMAGES
        by_digest = f"shop/api:n{number}@{digests[number]}"
        name = by_digest if request % 2 else f"shop/api:n{number}"
        return number, summary(shop.inspect(name, seconds=120))

    with ThreadPoolExecutor(_REQUESTS) as pool:
        for number, found in pool.map(ask, range(_REQUESTS)):
            assert found == alone[number]
