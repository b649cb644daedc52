# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Evidence by digest."""

import json
import tracemalloc

from images.cache import EvidenceCache
from images.configurations import Inspected
from images.credential import Credential
from images.descriptor import read_descriptor
from images.layer import judge_layer
from tests.unit.images.builders import manifest
from trust.image import ImageEvidence, ManifestEvidence
from trust.reference import Reference, parse_reference

DIGEST = "sha256:" + "a" * 64

BOB = Credential(username="bob", password="hush")  # noqa: S106  of nobody


def evidence(name: str) -> Inspected:
    reference = parse_reference(f"{name}:1").pinned(DIGEST)
    return Inspected(ImageEvidence(reference=reference, digest=DIGEST, manifests=()))


def by_digest(name: str) -> Reference:
    return parse_reference(f"{name}@{DIGEST}")


def test_a_digest_is_found_and_answers_for_the_reference_that_was_asked() -> None:
    cache = EvidenceCache(2)
    cache.put(evidence("r.example/a"), BOB)
    found = cache.get(by_digest("r.example/a"), BOB)
    assert found is not None
    assert found.evidence.reference == by_digest("r.example/a")


def test_a_tag_is_never_found_and_repositories_are_apart() -> None:
    cache = EvidenceCache(2)
    cache.put(evidence("r.example/a"), BOB)
    assert cache.get(parse_reference("r.example/a:1"), BOB) is None
    assert cache.get(by_digest("r.example/b"), BOB) is None


def test_what_one_may_see_is_not_for_another_to_know() -> None:
    cache = EvidenceCache(2)
    cache.put(evidence("r.example/a"), BOB)
    assert cache.get(by_digest("r.example/a"), None) is None


def test_what_was_used_least_recently_goes_first() -> None:
    cache = EvidenceCache(2)
    for name in ("r.example/a", "r.example/b"):
        cache.put(evidence(name), BOB)
    cache.get(by_digest("r.example/a"), BOB)
    cache.put(evidence("r.example/c"), BOB)
    assert cache.get(by_digest("r.example/b"), BOB) is None
    assert cache.get(by_digest("r.example/a"), BOB) is not None


def layers(name: str, count: int) -> Inspected:
    """Return evidence as it is read of an image with so many layers, each with most to know."""
    marks = name.replace("/", ".")
    wrapped = {f"org.opencontainers.image.enc.keys.provider.{marks}{n}": "YQ==" for n in range(15)}
    found = manifest()["layers"][0]
    found["annotations"] |= wrapped
    judged = tuple(
        judge_layer(
            read_descriptor(json.loads(json.dumps(found)), name="it"),
            position=number,
            total=count,
            platform="",
        )
        for number in range(count)
    )
    assert not any(layer.findings for layer in judged)
    one = ManifestEvidence(platform="", digest=DIGEST, layers=judged)
    reference = parse_reference(f"{name}:1").pinned(DIGEST)
    return Inspected(ImageEvidence(reference=reference, digest=DIGEST, manifests=(one,)))


def test_images_with_much_to_know_take_no_more_memory_than_others() -> None:
    most = 1024 * 1024
    cache = EvidenceCache(4096, most_bytes=most)
    tracemalloc.start()
    try:
        for number in range(100):
            cache.put(layers(f"r.example/a{number}", 16), BOB)
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most / 4 < kept < most
    assert cache.get(by_digest("r.example/a0"), BOB) is None
    assert cache.get(by_digest("r.example/a99"), BOB) is not None


def test_what_would_displace_many_others_is_not_kept() -> None:
    cache = EvidenceCache(4096, most_bytes=1024 * 1024)
    cache.put(evidence("r.example/a"), BOB)
    cache.put(layers("r.example/b", 30), BOB)
    assert cache.get(by_digest("r.example/a"), BOB) is not None
    assert cache.get(by_digest("r.example/b"), BOB) is None


def test_the_same_image_again_takes_no_more_room() -> None:
    cache = EvidenceCache(4096, most_bytes=1024 * 1024)
    cache.put(evidence("r.example/a"), BOB)
    for _ in range(100):
        cache.put(layers("r.example/b", 16), BOB)
    assert cache.get(by_digest("r.example/a"), BOB) is not None
