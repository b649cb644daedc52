# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Codes are read from the sources, however they are handed on."""

from pathlib import Path

import pytest

from docs.given_codes import given_codes
from docs.registered import differences, unregistered

ROOT = Path(__file__).parent.parent.parent.parent


def given(folder: Path, text: str) -> list[str]:
    path = folder / "module.py"
    path.write_text(text)
    return [each.code for each in given_codes([path], root=folder)]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ('Finding(code="a", detail=x)', ["a"]),
        ('raise RuleBrokenError("a", f"{x}")', ["a"]),
        ('CODE = "a"\nraise RuleBrokenError(CODE, "x")', ["a"]),
        ('Finding(code="a" if x else "b")', ["a", "b"]),
        ("Finding(code=self.code)", []),
        (
            'def _no(x, code):\n    return Finding(code=code)\n_no(1, "a")\n_no(2, code="b")',
            ["a", "b"],
        ),
        (
            "class A:\n"
            "    def no(self, code): return Finding(code=code)\n"
            '    def yes(self): return self.no("a")',
            ["a"],
        ),
        ("Finding(code=x.name)", [""]),
        ("Finding(code=NOWHERE)", [""]),
        ('Finding(code=f"{x}")', [""]),
        ("Finding()", [""]),
        ('Other(code="a")', []),
    ],
)
def test_a_code_is_found(tmp_path: Path, text: str, codes: list[str]) -> None:
    assert given(tmp_path, text) == codes


def test_a_function_of_another_module_hands_on_too(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("def no(code):\n    return Finding(code=code)\n")
    (tmp_path / "b.py").write_text('from a import no\n\nno("x")\n')
    found = list(given_codes([tmp_path / "a.py", tmp_path / "b.py"], root=tmp_path))
    assert [(each.code, each.place) for each in found] == [("x", "b.py:3")]


def test_each_difference_says_what_to_write_where(tmp_path: Path) -> None:
    path = tmp_path / "m.py"
    path.write_text('Finding(code="new")\nFinding(code="old")\nFinding(code=x)\n')
    found = list(differences(given_codes([path], root=tmp_path), ["old", "gone"]))
    assert len(found) == 3
    assert found[0].startswith("m.py:1: code 'new' is not registered: add Code(")
    assert "trust/codes/" in found[0]
    assert found[1].startswith("m.py:3: nobody can tell which code")
    assert found[2] == "trust/codes: 'gone' is registered and nothing gives it: remove its line"


def test_the_sources_give_what_is_registered() -> None:
    assert unregistered(ROOT) == []
