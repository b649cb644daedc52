# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Evidence by digest."""

from images.cache import EvidenceCache
from trust.image import ImageEvidence
from trust.reference import Reference, parse_reference

DIGEST = "sha256:" + "a" * 64


def evidence(name: str) -> ImageEvidence:
    reference = parse_reference(f"{name}:1").pinned(DIGEST)
    return ImageEvidence(reference=reference, digest=DIGEST, manifests=())


def by_digest(name: str) -> Reference:
    return parse_reference(f"{name}@{DIGEST}")


def test_a_digest_is_found_and_answers_for_the_reference_that_was_asked() -> None:
    cache = EvidenceCache(2)
    cache.put(evidence("r.example/a"))
    found = cache.get(by_digest("r.example/a"))
    assert found is not None
    assert found.reference == by_digest("r.example/a")


def test_a_tag_is_never_found_and_repositories_are_apart() -> None:
    cache = EvidenceCache(2)
    cache.put(evidence("r.example/a"))
    assert cache.get(parse_reference("r.example/a:1")) is None
    assert cache.get(by_digest("r.example/b")) is None


def test_what_was_used_least_recently_goes_first() -> None:
    cache = EvidenceCache(2)
    for name in ("r.example/a", "r.example/b"):
        cache.put(evidence(name))
    cache.get(by_digest("r.example/a"))
    cache.put(evidence("r.example/c"))
    assert cache.get(by_digest("r.example/b")) is None
    assert cache.get(by_digest("r.example/a")) is not None
