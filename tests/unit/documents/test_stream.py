# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Several documents in one file: strict, bounded, and each with its line."""

import pytest

from documents.stream import parse_documents
from documents.strict import SyntaxProblemError

LAUGHS = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 9)
)


def test_each_document_has_its_line_and_empty_ones_are_left_out() -> None:
    found = parse_documents(b"a: 1\n---\n---\n# nothing\n---\nb: 2\n")
    assert [(each.line, each.value) for each in found] == [(1, {"a": 1}), (6, {"b": 2})]
    assert parse_documents(b"") == []


def test_json_is_read_too() -> None:
    assert [each.value for each in parse_documents(b' {"a": [1, {"b": null}]}')] == [
        {"a": [1, {"b": None}]}
    ]


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("a: 1\n---\nb: [\n", "line 4: it cannot be parsed"),
        ("a: 1\n---\nb: 1\nb: 2\n", "line 3: it cannot be parsed: a key stands twice"),
        ('{"a": 1,\n "a": 2}', "line 1: it cannot be parsed: a key stands twice"),
        ("a: 1\n---\nb: !!python/object:os.system x\n", "line 3: it cannot be parsed"),
        ("\x00", "it cannot be parsed"),
        (LAUGHS, "line 1: it has more than 200000 values"),
        ("a: &a [*a]", "line 1: it has more than"),
        ("[" * 200 + "]" * 200, "line 1: it has more than"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_its_line(text: str, where: str) -> None:
    with pytest.raises(SyntaxProblemError, match=where):
        parse_documents(text.encode())
