# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The budget of style: files of at most 160 lines, functions of at most 40, headers everywhere."""

import ast
import itertools
from collections.abc import Iterator
from pathlib import Path

_FILE_LINES = 160
_FUNCTION_LINES = 40
_HEADER = "# SPDX-FileCopyrightText: The Bondstone authors\n# SPDX-License-Identifier: Apache-2.0\n"


def oversized(paths: list[Path]) -> Iterator[str]:
    """Yield a sentence for each Python file that is too long, or lacks header or docstring."""
    for path in paths:
        text = path.read_text()
        if text.count("\n") > _FILE_LINES:
            yield f"{path}: {text.count(chr(10))} lines, at most {_FILE_LINES}: is it one idea?"
        if not text.startswith(_HEADER):
            yield f"{path}: does not start with the SPDX header"
        tree = ast.parse(text)
        if ast.get_docstring(tree) is None:
            yield f"{path}: the module has no docstring"
        yield from _long_functions(path, tree)


def _long_functions(path: Path, tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            body = list(itertools.dropwhile(_is_docstring, node.body)) or node.body
            lines = (node.end_lineno or 0) - body[0].lineno + 1
            if lines > _FUNCTION_LINES:
                yield f"{path}:{node.lineno}: {node.name} has {lines} lines, at most 40"


def _is_docstring(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
