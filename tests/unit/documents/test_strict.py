# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Files that people write mean one thing, or nothing."""

import math
from pathlib import Path

import pytest

from documents.strict import SyntaxProblemError, parse_document, read_bounded


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b'{"a": 1}', {"a": 1}),
        (b"a: {b: [1, x]}", {"a": {"b": [1, "x"]}}),
        (b"a: 2026-01-01", {"a": "2026-01-01"}),  # whoever needs times reads them
        (b"", None),
        (b"a: 12:30", {"a": "12:30"}),  # no number to the base of 60, as kubectl has it
        (b"a: 1:30.5", {"a": "1:30.5"}),
        (b"a: [0, -7, 1_000, 0b11, 017, 0o17, 0xfF]", {"a": [0, -7, 1000, 3, 15, 15, 255]}),
        (b"a: [1.5, -.5, 1.0e+3]", {"a": [1.5, -0.5, 1000.0]}),
        (b"a: -.inf", {"a": -math.inf}),
        (b"a: !!float 1", {"a": 1}),
        (b"a: 1" + b":1" * 20_000, {"a": "1" + ":1" * 20_000}),
        (b"a: 1" + b":1" * 20_000 + b".5", {"a": "1" + ":1" * 20_000 + ".5"}),
        (b"a: " + b"9" * 65, {"a": "9" * 65}),
        (b"a: 0x" + b"f" * 65, {"a": "0x" + "f" * 65}),
    ],
)
def test_yaml_and_json_are_read(content: bytes, expected: object) -> None:
    assert parse_document(content) == expected


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b'{"a": 1, "a": 2}', "twice"),
        (b"a: 1\na: 2", "twice"),
        (b"a: {b: 1, b: 2}", "twice"),
        (b"a: !!python/object/apply:os.getcwd []", "could not determine a constructor"),
        (b"a: [", "cannot be parsed"),
        (b"a: !!bool maybe", "cannot be parsed"),
        (b"a: !!int ''", "cannot be parsed"),
        (b"a: !!int 1:30", "it is not a number"),
        (b"a: !!float 1:30.5", "it is not a number"),
        (b"a: !!float ''", "cannot be parsed"),
        (b"a: !!timestamp foo", "cannot be parsed"),
        (b"\xff\xfe\x00", "cannot be parsed"),
        (b"[" * 100_000, "cannot be parsed"),
        (b'{"a":' * 100_000, "cannot be parsed"),
    ],
)
def test_what_is_ambiguous_or_broken_is_refused_in_one_line(content: bytes, problem: str) -> None:
    with pytest.raises(SyntaxProblemError, match="it cannot be parsed") as caught:
        parse_document(content)
    assert problem in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_is_read_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"12345")
    assert read_bounded(path, limit=5) == b"12345"
    with pytest.raises(SyntaxProblemError, match="larger than 4 bytes"):
        read_bounded(path, limit=4)
