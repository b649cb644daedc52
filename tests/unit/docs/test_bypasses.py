# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The catalogue is what the tests say."""

from pathlib import Path

import pytest

from docs.bypasses import ROWS, Row, RowError, document, missing, read_row, rows_of


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "tests" / "e2e" / "bypass"
    made.mkdir(parents=True)
    return made


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text)
    return path


def test_a_row_is_read_without_running_it(folder: Path, tmp_path: Path) -> None:
    text = (
        '"""A pod names its node.\n\nMore."""\nimport nowhere\nGUARD = "The webhook" " denies."\n'
    )
    row = read_row(write(folder, "test_bypass_01_node_name.py", text), root=tmp_path)
    assert row == Row(
        number=1,
        attack="A pod names its node.",
        answer="The webhook denies.",
        test="tests/e2e/bypass/test_bypass_01_node_name.py",
    )


def test_what_is_only_detected_says_so(folder: Path, tmp_path: Path) -> None:
    text = '"""A file on the node."""\nDETECTED_BY = "The hub."\n'
    row = read_row(write(folder, "test_bypass_04_static.py", text), root=tmp_path)
    assert row.answer == "**Not stopped at admission.** The hub."


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("test_bypass_1_x.py", '"""A."""\nGUARD = "b"\n'),
        ("test_bypass_01_x.py", 'GUARD = "b"\n'),
        ("test_bypass_01_x.py", '"""A."""\n'),
        ("test_bypass_01_x.py", '"""A."""\nGUARD = "b"\nDETECTED_BY = "c"\n'),
        ("test_bypass_01_x.py", '"""A."""\nGUARD = b\n'),
    ],
)
def test_a_file_that_does_not_say_it_is_refused(
    folder: Path, tmp_path: Path, name: str, text: str
) -> None:
    with pytest.raises(RowError):
        read_row(write(folder, name, text), root=tmp_path)


def test_rows_are_ordered_and_no_number_is_there_twice(folder: Path, tmp_path: Path) -> None:
    for number in ("02", "01"):
        write(folder, f"test_bypass_{number}_x.py", f'"""Does {number} | more."""\nGUARD = "g"\n')
    lines = document(rows_of(tmp_path)).splitlines()[-2:]
    assert [line.split(" | ")[0] for line in lines] == ["| 1", "| 2"]
    assert r"Does 01 \| more." in lines[0]
    assert missing(rows_of(tmp_path)) == list(range(3, ROWS + 1))
    write(folder, "test_bypass_02_y.py", '"""A."""\nGUARD = "g"\n')
    with pytest.raises(RowError, match="twice"):
        rows_of(tmp_path)
