# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Several documents in one file, each read strictly, with the line on which it begins."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain, islice

from documents.strict import STUMBLES, Loader, SyntaxProblemError, parse_document

MOST_VALUES = 200_000
"""Values of one document, each alias counted as what it stands for."""
MOST_LEVELS = 100
"""Of lists and objects in each other; a pod has about twelve."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamDocument:
    """One document and the line of the file on which it begins, the first being 1."""

    line: int
    value: object


def parse_documents(content: bytes) -> list[StreamDocument]:
    """Parse YAML or JSON of any number of documents; empty ones are left out.

    Raises:
        SyntaxProblemError: One cannot be parsed, or is too large; the text begins with the line.
    """
    if content.lstrip().startswith(b"{"):
        try:
            return [_bounded(StreamDocument(line=1, value=parse_document(content)))]
        except SyntaxProblemError:
            pass  # said again by the reader of YAML, of which JSON is a part, with the line
    found: list[StreamDocument] = []
    line = 1
    try:
        loader = Loader(content)
        try:
            while loader.check_node():
                node = loader.get_node()
                if node is None:
                    break
                line = node.start_mark.line + 1
                value = loader.construct_document(node)
                if value is not None:
                    found.append(_bounded(StreamDocument(line=line, value=value)))
        finally:
            loader.dispose()
    except STUMBLES as exc:
        mark = getattr(exc, "problem_mark", None)
        problem = getattr(exc, "problem", None) or " ".join(str(exc).split())
        where = mark.line + 1 if mark is not None else line
        raise SyntaxProblemError(f"line {where}: it cannot be parsed: {problem[:200]}") from exc
    return found


def _bounded(document: StreamDocument) -> StreamDocument:
    """Refuse what is small as a text and huge as values."""
    left, level, depth = MOST_VALUES, [document.value], 0
    while level:
        left -= len(level)
        depth += 1
        if left < 0 or depth > MOST_LEVELS:
            raise SyntaxProblemError(
                f"line {document.line}: it has more than {MOST_VALUES} values, or is nested deeper "
                f"than {MOST_LEVELS} levels"
            )
        level = list(islice(chain.from_iterable(map(_inside, level)), left + 1))
    return document


def _inside(value: object) -> Iterable[object]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()
