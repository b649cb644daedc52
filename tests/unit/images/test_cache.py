# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Evidence by digest."""

from images.cache import EvidenceCache
from images.configurations import Inspected
from images.credential import Credential
from trust.image import ImageEvidence
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
