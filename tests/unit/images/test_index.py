# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Indexes: every entry an image, none too many."""

from typing import Any

import pytest

from images.envelope import open_document
from images.errors import RuleBrokenError
from images.index import read_index
from images.media_types import DOCKER_LIST, DOCKER_MANIFEST, OCI_INDEX, OCI_MANIFEST
from tests.unit.images.builders import document, manifest

ENTRY: dict[str, Any] = {
    "mediaType": OCI_MANIFEST,
    "digest": "sha256:" + "a" * 64,
    "size": 7,
}


def test_every_entry_of_an_index_is_read() -> None:
    entries = read_index(open_document(document(manifest("index-encrypted"), OCI_INDEX)))
    assert [entry.platform for entry in entries] == ["linux/amd64", "linux/arm64/v8"]


def test_entries_may_be_of_either_kind() -> None:
    entries = read_index({"manifests": [ENTRY, {**ENTRY, "mediaType": DOCKER_MANIFEST}]})
    assert [entry.media_type for entry in entries] == [OCI_MANIFEST, DOCKER_MANIFEST]


@pytest.mark.parametrize("count", [1, 64])
def test_an_index_may_have_as_many_entries(count: int) -> None:
    assert len(read_index({"manifests": [ENTRY] * count})) == count


@pytest.mark.parametrize("entries", [None, [], {}, "x", [ENTRY] * 65], ids=range(5))
def test_none_and_too_many_entries_are_refused(entries: object) -> None:
    fields = {} if entries is None else {"manifests": entries}
    with pytest.raises(RuleBrokenError) as caught:
        read_index(fields)
    assert caught.value.code == "index-entries"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"mediaType": OCI_INDEX}, "index-nested"),
        ({"mediaType": DOCKER_LIST}, "index-nested"),
        ({"mediaType": ""}, "index-nested"),
        ({"mediaType": OCI_MANIFEST.upper()}, "index-nested"),
        ({"annotations": {"vnd.docker.reference.type": ""}}, "index-attestation"),
        ({"platform": []}, "manifest-malformed"),
        ({"size": 0}, "manifest-malformed"),
        ({"urls": []}, "content-from-elsewhere"),
    ],
    ids=str,
)
def test_one_bad_entry_is_enough_and_is_named(change: dict[str, Any], code: str) -> None:
    with pytest.raises(RuleBrokenError, match="entry 2 of 3") as caught:
        read_index({"manifests": [ENTRY, {**ENTRY, **change}, ENTRY]})
    assert caught.value.code == code
