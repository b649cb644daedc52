# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Files of a user's manifests: single ones, folders with all that is in them, standard input."""

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from check.errors import CheckError
from check.folders import manifests_in
from documents.stream import parse_documents
from documents.strict import SyntaxProblemError, read_bounded

STDIN = Path("-")
_LIMIT = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One object of a file.

    Attributes:
        document: With apiVersion and kind.
        place: File and line, for people.
        file: The file alone.
    """

    document: dict[str, Any]
    place: str
    file: str

    @property
    def kind(self) -> str:
        """The kind that it says."""
        return str(self.document["kind"])


def objects_of(paths: list[Path]) -> list[Found]:
    """Read every object of files and folders, those of Lists one by one.

    Raises:
        CheckError: A file cannot be read, or holds something else than objects.
    """
    return [found for path in paths for file in _files(path) for found in _read(file)]


def _files(path: Path) -> list[Path]:
    """Return the files of a folder, or the one that is named, which may be a pipe."""
    # Path.is_dir raises where a folder above may not be searched; reading tells it as a sentence.
    is_folder = path != STDIN and os.path.isdir(path)  # noqa: PTH112
    return manifests_in(path) if is_folder else [path]


def _read(path: Path) -> Iterator[Found]:
    name = "standard input" if path == STDIN else str(path)
    try:
        content = _content(path)
        documents = parse_documents(content)
    except OSError as exc:
        raise CheckError(f"{name} cannot be read: {exc.strerror}", file=name) from exc
    except SyntaxProblemError as exc:
        raise CheckError(f"{name}: {exc}", file=name) from exc
    for each in documents:
        yield from _objects(each.value, f"{name}:{each.line}", name)


def _content(path: Path) -> bytes:
    if path != STDIN:
        return read_bounded(path, limit=_LIMIT)
    content = sys.stdin.buffer.read(_LIMIT + 1)
    if len(content) > _LIMIT:
        raise SyntaxProblemError(f"it is larger than {_LIMIT} bytes")
    return content


def _objects(value: object, place: str, file: str) -> Iterator[Found]:
    if not isinstance(value, dict) or not isinstance(value.get("kind"), str):
        raise CheckError(f"{place}: is not a Kubernetes object: it has no kind", file=file)
    if not isinstance(value.get("apiVersion"), str):
        raise CheckError(f"{place}: is not a Kubernetes object: it has no apiVersion", file=file)
    items = value.get("items")
    if not value["kind"].endswith("List") or not isinstance(items, list):
        yield Found(document=value, place=place, file=file)
        return
    for number, item in enumerate(items):
        yield from _objects(_typed(item, value), f"{place} items[{number}]", file)


def _typed(item: object, within: dict[str, Any]) -> object:
    """Give an item of a PodList its type, which it may leave out."""
    if isinstance(item, dict) and "kind" not in item and within["kind"] != "List":
        kind = within["kind"].removesuffix("List")
        return {"apiVersion": within["apiVersion"], "kind": kind, **item}
    return item
