# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""docs/findings.md, written from the registry of codes."""

from collections.abc import Mapping

from trust.codes.code import Code

_HEAD = (
    "# Findings\n\n"
    "Every reason that Bondstone gives, by its code. Codes are stable: they stand in logs, in "
    "metrics, in audit annotations and in the JSON of `bondstone check`. A refusal tells "
    "as many of a pod's findings as fit into 1 kB, most important first, and counts the others: "
    "denials first, then what could not be evaluated (*unknown*, which never admits), each in the "
    "order of this page. `bondstone check -v` shows all. Written from `trust/codes` by `make "
    "readme`; `make check` finds drift, and codes that are given and not listed here.\n"
)
_TABLE = "\n## {title}\n\n| code | outcome | when it is given | what to do |\n|---|---|---|---|\n"


def document(sections: Mapping[str, tuple[Code, ...]]) -> str:
    """Return the document: one table for each section."""
    parts = [_HEAD]
    for title, codes in sections.items():
        parts.append(_TABLE.format(title=title))
        parts += map(_line, codes)
    return "".join(parts)


def _line(code: Code) -> str:
    cells = (f"`{code.name}`", code.outcome.value, _cell(code.when), _cell(code.remedy))
    return f"| {' | '.join(cells)} |\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")
