# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Codes of Findings as the sources give them, read without running anything.

A code is given by ``Finding(code=…)``, by ``RuleBrokenError(code, …)``, or by a function that hands
a parameter on to one of them. It has to be a literal or a constant of its module, or a choice of
such: only then can anybody find out which codes there are.
"""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

_GIVERS: Mapping[str, int] = {"Finding": 0, "RuleBrokenError": 0}
_NAME = "code"


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A place that gives a code; ``code`` is empty where nobody can tell which."""

    code: str
    place: str


def given_codes(paths: list[Path], *, root: Path) -> Iterator[Given]:
    """Yield every place of the given sources that gives a code.

    Args:
        paths: Python files.
        root: What places are told from.
    """
    modules = {path: ast.parse(path.read_text()) for path in paths}
    public = {
        name: position
        for module in modules.values()
        for name, position in _handing_on(module, _GIVERS).items()
        if not name.startswith("_")
    }
    for path, module in modules.items():
        givers = {**_GIVERS, **public, **_handing_on(module, _GIVERS)}
        constants = _constants(module)
        for node, inside in _calls(module):
            position = givers.get(_called(node))
            if position is None:
                continue
            place = f"{path.relative_to(root)}:{node.lineno}"
            for code in _codes(_argument(node, position), constants, inside):
                yield Given(code=code, place=place)


def _handing_on(module: ast.Module, givers: Mapping[str, int]) -> dict[str, int]:
    """Return functions that hand a parameter on as a code, with its position among theirs."""
    found = {}
    for function in ast.walk(module):
        if not isinstance(function, ast.FunctionDef):
            continue
        arguments = (*function.args.args, *function.args.kwonlyargs)
        names = [each.arg for each in arguments if each.arg != "self"]
        for call in ast.walk(function):
            if isinstance(call, ast.Call) and _called(call) in givers:
                handed = _argument(call, givers[_called(call)])
                if isinstance(handed, ast.Name) and handed.id in names:
                    found[function.name] = names.index(handed.id)
    return found


def _calls(module: ast.Module) -> Iterator[tuple[ast.Call, frozenset[str]]]:
    """Yield every call, with the parameters of the function that it stands in."""
    inside: dict[ast.AST, frozenset[str]] = {}
    for node in ast.walk(module):  # from the outside in
        names = inside.get(node, frozenset())
        if isinstance(node, ast.FunctionDef):
            arguments = (*node.args.args, *node.args.kwonlyargs)
            names = names | {each.arg for each in arguments}
        for child in ast.iter_child_nodes(node):
            inside[child] = names
        if isinstance(node, ast.Call):
            yield node, names


def _called(call: ast.Call) -> str:
    """Return the name of a function, or of a method of the same object."""
    if isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name):
        return call.func.attr if call.func.value.id == "self" else ""
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _argument(call: ast.Call, position: int) -> ast.expr | None:
    for keyword in call.keywords:
        if keyword.arg == _NAME:
            return keyword.value
    return call.args[position] if position < len(call.args) else None


def _constants(module: ast.Module) -> dict[str, str]:
    """Return the module's texts by name."""
    return {
        target.id: node.value.value
        for node in module.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name) and isinstance(node.value.value, str)
    }


def _codes(
    value: ast.expr | None, constants: Mapping[str, str], inside: frozenset[str]
) -> Iterator[str]:
    """Yield the codes that an expression can be; an empty one for each that cannot be told."""
    if isinstance(value, ast.IfExp):
        yield from _codes(value.body, constants, inside)
        yield from _codes(value.orelse, constants, inside)
    elif isinstance(value, ast.Constant) and isinstance(value.value, str):
        yield value.value
    elif isinstance(value, ast.Name) and value.id in constants:
        yield constants[value.id]
    elif isinstance(value, ast.Name) and value.id in inside:
        return  # handed on: told where it comes from
    elif isinstance(value, ast.Attribute) and value.attr == _NAME:
        return  # of a Finding or a broken rule that there is already
    else:
        yield ""
