# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A tag may move; a digest is what was judged."""

from tests.unit.trust.builders import DIGEST, IMAGE
from trust.reference import parse_reference
from trust.rules.image_pinned import image_pinned
from trust.verdict import Outcome


def test_a_reference_with_a_digest_passes_and_a_tag_alone_does_not() -> None:
    assert image_pinned(parse_reference(f"{IMAGE}@{DIGEST}")) is None
    assert image_pinned(parse_reference(f"registry.example/shop/api@{DIGEST}")) is None
    for loose in (IMAGE, "nginx"):
        found = image_pinned(parse_reference(loose))
        assert found is not None
        assert (found.code, found.outcome) == ("image-not-pinned", Outcome.DENY)
