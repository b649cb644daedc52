# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Manifests parsed so that no runtime can read them differently (step 2).

Go's decoder takes the last of two equal keys and folds case, in Unicode too; Python takes the last
and folds nothing. A document on which they would disagree is refused (encryption.md §1.5).
"""

import json
from typing import NoReturn

from images.errors import RuleBrokenError

_MAX_DEPTH = 32
_KNOWN = frozenset(
    {
        "schemaVersion", "mediaType", "config", "layers", "manifests", "digest", "size",
        "annotations", "platform", "urls", "data", "artifactType", "subject", "fsLayers",
        "architecture", "os", "variant", "os.version", "os.features",
    }
)  # fmt: skip
_FOLDED = frozenset(name.casefold() for name in _KNOWN)
CODE = "manifest-ambiguous"


def parse_document(content: bytes) -> dict[str, object]:
    """Parse a manifest or an index.

    Raises:
        RuleBrokenError: It is not strict JSON, or parsers could disagree about it.
    """
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as exc:
        raise RuleBrokenError(CODE, "it is not UTF-8") from exc
    if text.startswith("\ufeff"):
        raise RuleBrokenError(CODE, "it starts with a byte order mark")
    try:
        document = json.loads(text, object_pairs_hook=_object, parse_constant=_no_constant)
    except (ValueError, RecursionError) as exc:
        raise RuleBrokenError(CODE, f"it is not JSON: {str(exc)[:100]}") from exc
    if not isinstance(document, dict):
        raise RuleBrokenError(CODE, "it is not an object")
    _check_depth(document)
    return document


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise RuleBrokenError(CODE, "a key stands twice in one object")
    for key in found:
        if key not in _KNOWN and key.casefold() in _FOLDED:
            raise RuleBrokenError(CODE, f"key {key[:40]!r} reads as another one to some runtimes")
    return found


def _no_constant(name: str) -> NoReturn:
    raise RuleBrokenError(CODE, f"{name} is not a number of JSON")


def _check_depth(document: object) -> None:
    level: list[object] = [document]
    for _ in range(_MAX_DEPTH):
        following: list[object] = []
        for value in level:
            if isinstance(value, dict):
                following += value.values()
            elif isinstance(value, list):
                following += value
        if not following:
            return
        level = following
    raise RuleBrokenError(CODE, f"it is nested deeper than {_MAX_DEPTH} levels")
