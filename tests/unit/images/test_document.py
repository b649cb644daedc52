# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Manifests parsed strictly."""

import pytest

from images.document import parse_document
from images.errors import RuleBrokenError


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{",
        b"\xff{}",
        b"\xef\xbb\xbf{}",
        b'{"size": NaN}',
        b'{"size": Infinity}',
        b'{"a": 1, "a": 2}',
        b'{"x": {"a": 1, "a": 2}}',
        b'{"LAYERS": []}',
        b'{"x": [{"MediaType": ""}]}',
        '{"layer\u017f": []}'.encode(),
        b'{"layer\\u017f": []}',
        '{"\u212aey": 1, "annotation\u017f": {}}'.encode(),
        b'{"a":' * 40 + b"1" + b"}" * 40,
        b'{"a":' * 100_000,
    ],
    ids=range(16),
)
def test_what_parsers_could_disagree_about_is_refused(content: bytes) -> None:
    with pytest.raises(RuleBrokenError) as caught:
        parse_document(content)
    assert caught.value.code == "manifest-ambiguous"


def test_an_ordinary_document_is_parsed() -> None:
    assert parse_document(b'{"schemaVersion": 2, "other": [{}]}') == {
        "schemaVersion": 2,
        "other": [{}],
    }
