# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The bypass catalogue as a document, written from the tests that try each row."""

import ast
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

ROWS = 41
_NAME = re.compile(r"test_bypass_(\d\d)_[a-z0-9_]+\.py")
_HEAD = (
    "# Bypasses\n\n"
    "What somebody may try so that a pod runs where or what it should not, what stops it, and the "
    "test that tries it on a real control plane. Where admission cannot stop it, the table says "
    "what detects it. Written from `tests/e2e/bypass` by `make readme`; `make check` finds drift."
    "\n\n| # | What an attacker does | What stops it | Test |\n|---|---|---|---|\n"
)


class RowError(Exception):
    """A file of the catalogue does not say what it has to; the text names it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row.

    Attributes:
        number: Of the catalogue.
        attack: What an attacker does.
        answer: What stops or detects it.
        test: Path from the root of the project.
    """

    number: int
    attack: str
    answer: str
    test: str


def read_row(path: Path, *, root: Path) -> Row:
    """Read a test's docstring and its GUARD or DETECTED_BY, without running it.

    Raises:
        RowError: The name, the docstring or the constant is not as it has to be.
    """
    match = _NAME.fullmatch(path.name)
    if match is None:
        raise RowError(f"{path.name}: must be called test_bypass_NN_name.py")
    module = ast.parse(path.read_text())
    attack = (ast.get_docstring(module) or "").partition("\n")[0]
    found = dict(_constants(module))
    if not attack or len(found) != 1:
        raise RowError(f"{path.name}: needs a docstring, and either GUARD or DETECTED_BY")
    ((kind, text),) = found.items()
    answer = text if kind == "GUARD" else f"**Not stopped at admission.** {text}"
    return Row(number=int(match[1]), attack=attack, answer=answer, test=str(path.relative_to(root)))


def document(rows: Iterable[Row]) -> str:
    """Return the document."""
    ordered = sorted(rows, key=lambda row: row.number)
    lines = [
        f"| {row.number} | {_cell(row.attack)} | {_cell(row.answer)} "
        f"| [{Path(row.test).stem}](../{row.test}) |\n"
        for row in ordered
    ]
    return _HEAD + "".join(lines)


def rows_of(root: Path) -> list[Row]:
    """Read every row of the project.

    Raises:
        RowError: One is not as it has to be, or two have one number.
    """
    files = sorted((root / "tests" / "e2e" / "bypass").glob("test_*.py"))
    rows = [read_row(path, root=root) for path in files]
    numbers = [row.number for row in rows]
    twice = sorted({number for number in numbers if numbers.count(number) > 1})
    if twice:
        raise RowError(f"tests/e2e/bypass: rows {twice} are there twice")
    return rows


def missing(rows: Iterable[Row]) -> list[int]:
    """Return the numbers of the catalogue that nobody has tried."""
    return sorted(set(range(1, ROWS + 1)) - {row.number for row in rows})


def _constants(module: ast.Module) -> Iterable[tuple[str, str]]:
    for node in module.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            name = node.targets[0].id
            if name in ("GUARD", "DETECTED_BY"):
                try:
                    yield name, str(ast.literal_eval(node.value))
                except ValueError as exc:
                    raise RowError(f"{name} must be one literal text") from exc


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
