# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""JSON from the network."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.json_shape import MAX_DEPTH, MAX_OBJECTS
from documents.strict import SyntaxProblemError
from documents.strict_json import loads


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"\xff",
        b"\xef\xbb\xbf{}",
        b'{"a": NaN}',
        b'{"a": -Infinity}',
        b'{"a": 1, "b": {"c": 1, "c": 2}}',
        b'{"uid": "1", "\\u0075id": "2"}',
        b'{"a": "\\ud800"}',
        b'{"a": [1.5, -1e999]}',
        b"9" * 5000,
        b"[" * (MAX_DEPTH + 1) + b'"' + b'\\"' * 100,
        b'{"\\uDFFF": 1}',
        b"[" * 10_000 + b"]" * 10_000,
        b'{"a":' * (MAX_DEPTH + 1) + b"1" + b"}" * (MAX_DEPTH + 1),
        b'[{"a":' * (MAX_DEPTH // 2) + b"[]" + b"}]" * (MAX_DEPTH // 2),
        b"{}\x0b",
        b"{}\xc2\xa0",
    ],
    ids=range(18),
)
def test_what_two_parsers_could_read_differently_is_refused(raw: bytes) -> None:
    with pytest.raises(SyntaxProblemError):
        loads(raw)


@pytest.mark.parametrize(
    "document",
    [
        {"names": [f"node-{n}" for n in range(5000)]},
        [{"a": [1]} for _ in range(MAX_DEPTH)],
        {"text": "{[" * MAX_DEPTH, "quoted": '"{\\' * MAX_DEPTH},
        "plain",
        "a whole character: \U0001f600, escaped as two halves",
        None,
    ],
    ids=range(6),
)
def test_wide_documents_and_brackets_in_texts_are_fine(document: object) -> None:
    assert loads(json.dumps(document).encode()) == document


def test_the_key_that_stands_twice_is_named_however_many_there_are() -> None:
    keys = ",".join(f'"{n}": 1' for n in [*range(20_000), 19_999])
    with pytest.raises(SyntaxProblemError, match="'19999' stands twice"):
        loads(f"{{{keys}}}".encode())


@given(
    texts=st.lists(st.text(alphabet='{}[]"\\/n\u2028é', max_size=8), min_size=1, max_size=8),
    levels=st.integers(MAX_DEPTH - 3, MAX_DEPTH + 3),
    objects=st.booleans(),
)
def test_depth_is_counted_whatever_stands_in_texts(
    texts: list[str], levels: int, *, objects: bool
) -> None:
    document: Any = texts
    for number in range(levels - 1):
        key = texts[number % len(texts)]
        document = {key: document} if objects else [key, document, key]
    raw = json.dumps(document, ensure_ascii=len(texts) % 2 == 0).encode()
    if levels <= MAX_DEPTH:
        assert loads(raw) == document
        return
    with pytest.raises(SyntaxProblemError, match="nested deeper"):
        loads(raw)


def test_so_many_objects_are_parsed_and_no_more() -> None:
    most: list[object] = [{}] * (MAX_OBJECTS - 1)
    assert loads(json.dumps(most).encode()) == most
    for count in (MAX_OBJECTS, 20 * MAX_OBJECTS):
        with pytest.raises(SyntaxProblemError, match="more than 250000 objects and lists"):
            loads(json.dumps([{}] * count).encode())


def test_brackets_in_texts_are_no_objects() -> None:
    document = {"text": "{" * (MAX_OBJECTS + 1)}
    assert loads(json.dumps(document).encode()) == document


def test_more_values_than_are_parsed_in_time_are_refused_before_the_parser_begins() -> None:
    raw = b"[" + b"1," * 10 + b"1]"
    assert loads(raw, most_values=10) == [1] * 11
    with pytest.raises(SyntaxProblemError, match="more than 9 values"):
        loads(raw, most_values=9)
