# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""An object with one long list: the same documents as of ``strict_json``, item by item."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.json_shape import MAX_DEPTH
from documents.long_list import LongList
from documents.strict import SyntaxProblemError
from documents.strict_json import loads


class Nothing:
    """Knows no object."""

    def find(self, _text: str, _place: int) -> None:
        """Know none."""

    def keep(self, text: str, place: int, end: int, item: object) -> None:
        """Keep none, but look at what is to be kept."""
        assert json.loads(text[place:end]) == item


def read(raw: bytes) -> tuple[list[object], dict[str, object], bool]:
    """Return the items of "l", the other fields, and whether there was a list."""
    document: LongList[object] = LongList(
        raw, "l", make=lambda value: value, known=Nothing(), most_objects=100, most_values=100
    )
    items = list(document)
    return items, document.rest, document.found


def test_items_and_the_rest_come_apart() -> None:
    assert read(b' { "a" : 1 , "l" : [ {"b": [2]} , 3 ,"4"] ,"z":null } ') == (
        [{"b": [2]}, 3, "4"],
        {"a": 1, "z": None},
        True,
    )


@pytest.mark.parametrize("value", [b"null", b"{}", b"5", b'"x"'])
def test_what_is_no_list_is_one_of_the_rest(value: bytes) -> None:
    assert read(b'{"l":' + value + b"}") == ([], {"l": loads(value)}, False)


def test_empty_lists_and_objects_are_fine() -> None:
    assert read(b"{}") == ([], {}, False)
    assert read(b'{"l":[ ]}') == ([], {}, True)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"[]",
        b"{}x",
        b'{"l":[]}]',
        b'{"l":[1',
        b'{"l":[1 2]}',
        b'{"l":[1,]}',
        b'{"l":[,1]}',
        b'{"l":[1],}',
        b'{"l":[1]"a":2}',
        b'{"l" [1]}',
        b"{1:2}",
        b'{"l":[1],"l":[2]}',
        b'{"l":[1],"\\u006c":2}',
        b'{"l":2,"l":[1]}',
        b'{"a":1,"a":1}',
        b'{"l":[{"b":1,"b":2}]}',
        b'{"l":[NaN]}',
        b'{"l":["\\ud800"]}',
        b'{"\\ud800":1}',
        b"\xef\xbb\xbf{}",
        b'{"l":["\xff"]}',
        b'{"l":[' + b"[" * MAX_DEPTH + b"]" * MAX_DEPTH + b"]}",
        b'{"l":[' + b"{}," * 100 + b"{}]}",
        b'{"l":[' + b"1," * 101 + b"1]}",
    ],
    ids=range(26),
)
def test_what_strict_json_refuses_is_refused(raw: bytes) -> None:
    with pytest.raises(SyntaxProblemError):
        read(raw)
    if raw != b"[]":
        with pytest.raises(SyntaxProblemError):
            loads(raw, most_objects=100, most_values=100)


def test_an_object_that_is_known_is_neither_parsed_nor_made() -> None:
    class Known(Nothing):
        def find(self, text: str, place: int) -> tuple[str, int] | None:  # type: ignore[override]
            assert text[place] == "{"
            return ("known", place + 6) if text.startswith("{never", place) else None

    document: LongList[object] = LongList(
        b'{"l": [{"a":1}, {never, 5]}',
        "l",
        make=lambda value: value,
        known=Known(),
        most_objects=9,
        most_values=9,
    )
    assert list(document) == [{"a": 1}, "known", 5]


JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["l", "a", "b"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["l", "a"]), JSON), st.sampled_from([None, 1]), st.data())
def test_every_document_is_read_or_refused_as_by_strict_json(
    document: dict[str, object], indent: int | None, data: st.DataObject
) -> None:
    text = json.dumps(document, indent=indent)
    place = data.draw(st.integers(0, len(text)))
    cut = text[:place] + data.draw(st.sampled_from(["", ",", "]", "}", '"', "1", " "]))
    raw = (cut + text[place + data.draw(st.integers(0, 1)) :]).encode()
    try:
        expected = loads(raw, most_objects=100, most_values=100)
    except SyntaxProblemError:
        with pytest.raises(SyntaxProblemError):
            read(raw)
        return
    if isinstance(expected, dict):
        items, rest, found = read(raw)
        assert rest | ({"l": items} if found else {}) == expected
