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


def test_many_flat_objects_hide_no_deep_one() -> None:
    flat = json.dumps([[{"a": []}]] * 1_000)[1:-1].encode()
    check_shape(b"[" * MAX_DEPTH + b"]" * (MAX_DEPTH - 1) + b"," + flat + b"]", 10_000)
    deep = b"[" * (MAX_DEPTH + 1) + b"]" * MAX_DEPTH + b"," + flat + b"]"
    with pytest.raises(SyntaxProblemError, match="deeper"):
        check_shape(deep, 10_000)


@pytest.mark.parametrize("levels", range(1, MAX_DEPTH + 1, 9))
@pytest.mark.parametrize("pair", ["{}", "[]"])
def test_objects_of_any_depth_that_is_allowed_are_fine(pair: str, levels: int) -> None:
    one = pair[0] * levels + pair[1] * levels
    check_shape((one * 200).encode(), 200 * MAX_DEPTH)
