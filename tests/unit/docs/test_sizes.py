# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The budgets of style."""

from pathlib import Path

import pytest

from docs.sizes import oversized

HEADER = "# SPDX-FileCopyrightText: The Bondstone authors\n# SPDX-License-Identifier: Apache-2.0\n"
GOOD = HEADER + '"""A module."""\n'


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (GOOD + "x = 1\n" * 160, "163 lines"),
        ('"""A module."""\n', "SPDX header"),
        (HEADER + "x = 1\n", "no docstring"),
        (GOOD + "def f() -> None:\n" + "    x = 1\n" * 41, "f has 41 lines"),
    ],
)
def test_what_exceeds_a_budget_is_named(tmp_path: Path, text: str, problem: str) -> None:
    path = tmp_path / "module.py"
    path.write_text(text)
    (found,) = oversized([path])
    assert problem in found


def test_a_function_without_its_docstring_counts(tmp_path: Path) -> None:
    path = tmp_path / "module.py"
    docstring = '    """' + "words\n    " * 10 + '"""\n'
    path.write_text(GOOD + "def f() -> None:\n" + docstring + "    x = 1\n" * 40)
    assert list(oversized([path])) == []
