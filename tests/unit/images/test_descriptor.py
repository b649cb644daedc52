# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Descriptors at their edges."""

import pytest

from images.descriptor import Descriptor, read_descriptor
from images.errors import RuleBrokenError

DIGEST = "sha256:" + "a" * 64
GOOD: dict[str, object] = {"mediaType": "x/y", "digest": DIGEST, "size": 7}


def test_a_bare_descriptor_has_no_annotations_and_no_platform() -> None:
    assert read_descriptor(GOOD, name="it") == Descriptor(
        media_type="x/y", digest=DIGEST, size=7, annotations={}, platform=""
    )
    assert read_descriptor({**GOOD, "annotations": None, "platform": None}, name="it") == (
        read_descriptor(GOOD, name="it")
    )


@pytest.mark.parametrize("size", [1, 2**40 - 1])
def test_a_size_within_its_bounds_is_read(size: int) -> None:
    assert read_descriptor({**GOOD, "size": size}, name="it").size == size


def test_a_digest_of_the_other_algorithm_is_read() -> None:
    digest = "sha512:" + "b" * 128
    assert read_descriptor({**GOOD, "digest": digest}, name="it").digest == digest


@pytest.mark.parametrize("value", [None, "layer", [], {}])
def test_what_is_no_descriptor_is_refused_by_name(value: object) -> None:
    with pytest.raises(RuleBrokenError, match=r"^layer 2 of 3 ") as caught:
        read_descriptor(value, name="layer 2 of 3")
    assert caught.value.code == "manifest-malformed"


BAD: dict[str, list[object]] = {
    "size": [None, 0, -1, 2**40, 1.5, "7", True],
    "digest": [None, "", 1, "sha256:1", DIGEST.upper(), DIGEST + "a", "md5:" + "a" * 32],
    "mediaType": [None, 1, []],
    "annotations": [[], "a", {"a": 1}, {"a": None}],
    "platform": [[], "linux", {"os": 1}, {"os": "a\nb"}, {"os": "linux", "variant": None}],
}


@pytest.mark.parametrize(
    ("field", "value"), [(field, value) for field, values in BAD.items() for value in values]
)
def test_a_misshapen_field_is_refused_by_name(field: str, value: object) -> None:
    with pytest.raises(RuleBrokenError, match=r"^layer 2 of 3 ") as caught:
        read_descriptor({**GOOD, field: value}, name="layer 2 of 3")
    assert caught.value.code == "manifest-malformed"


@pytest.mark.parametrize("field", ["urls", "data"])
@pytest.mark.parametrize("content", [None, [], "", ["https://elsewhere.example"]])
def test_content_from_elsewhere_is_refused_even_when_it_is_none(
    field: str, content: object
) -> None:
    with pytest.raises(RuleBrokenError, match=f"it has {field}") as caught:
        read_descriptor({**GOOD, field: content}, name="it")
    assert caught.value.code == "content-from-elsewhere"


@pytest.mark.parametrize(
    ("platform", "text"),
    [
        ({}, ""),
        ({"os": "linux", "architecture": "arm64", "variant": "v8"}, "linux/arm64/v8"),
        ({"architecture": "amd64", "os": "linux", "other": 1}, "linux/amd64"),
        ({"os": "x" * 40}, "x" * 32),
    ],
)
def test_a_platform_is_written_for_people(platform: dict[str, object], text: str) -> None:
    assert read_descriptor({**GOOD, "platform": platform}, name="it").platform == text


def test_a_media_type_is_as_long_as_its_standard_allows() -> None:
    longest = "x/" + "y" * 253
    assert read_descriptor({**GOOD, "mediaType": longest}, name="it").media_type == longest
    with pytest.raises(RuleBrokenError, match="more than 255 characters") as caught:
        read_descriptor({**GOOD, "mediaType": longest + "y"}, name="it")
    assert caught.value.code == "manifest-malformed"
