# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The annotation by which a pod asks for more."""

import pytest

from trust.names import TAGS_ANNOTATION
from trust.tags_annotation import AnnotatedTags, read_tags
from trust.verdict import Outcome


def test_without_the_annotation_nothing_is_asked() -> None:
    assert read_tags({}) == AnnotatedTags()
    assert read_tags({"bondstone.dev/other": "region=EU"}) == AnnotatedTags()


@pytest.mark.parametrize("text", ["region=EU,tier=1", " region = EU , tier = 1 "])
def test_tags_are_read_with_spaces_around_them(text: str) -> None:
    read = read_tags({TAGS_ANNOTATION: text})
    assert read == AnnotatedTags(present=True, tags={"region": "EU", "tier": "1"})


@pytest.mark.parametrize(
    "text",
    ["", "region", "region=", "=EU", "region=EU,", "region=EU,region=US", "a b=c", "a=b=c", "ä=b"],
)
def test_what_cannot_be_meant_is_a_denial_and_never_no_tags(text: str) -> None:
    read = read_tags({TAGS_ANNOTATION: text})
    assert (read.present, dict(read.tags)) == (True, {})
    (defect,) = read.defects
    assert (defect.code, defect.outcome) == ("asset-tags-annotation", Outcome.DENY)


def test_a_long_defect_is_shown_by_its_beginning() -> None:
    (defect,) = read_tags({TAGS_ANNOTATION: "x" * 5000}).defects
    assert len(defect.detail) < 200
