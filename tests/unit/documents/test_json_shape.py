# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""How deep and how wide a document is."""

import json

import pytest

from documents.json_shape import MAX_DEPTH, check_shape
from documents.strict import SyntaxProblemError


@pytest.mark.parametrize("text", ["", "x" * 70_000], ids=["short", "long"])
def test_so_many_levels_are_fine_and_no_more(text: str) -> None:
    def nested(levels: int) -> bytes:
        return b"[" * (levels - 1) + json.dumps([text]).encode() + b"]" * (levels - 1)

    check_shape(nested(MAX_DEPTH), 10 * MAX_DEPTH)
    with pytest.raises(SyntaxProblemError, match=f"deeper than {MAX_DEPTH} levels"):
        check_shape(nested(MAX_DEPTH + 1), 10 * MAX_DEPTH)


def test_so_many_objects_are_fine_and_no_more() -> None:
    check_shape(json.dumps([{}] * 199).encode(), 200)
    with pytest.raises(SyntaxProblemError, match="more than 200 objects"):
        check_shape(json.dumps([{}] * 200).encode(), 200)


def test_brackets_in_texts_do_not_count() -> None:
    check_shape(json.dumps(['\\"[{' * 300]).encode(), 200)
