# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""JSON from the network, read so that no two parsers can read it differently (RFC 8259, I-JSON).

UTF-8 without BOM, no key twice, no NaN, no half characters, bounded depth and number of objects.
"""

import json
import re
from collections import Counter
from math import isinf
from typing import NoReturn

from documents.strict import SyntaxProblemError

MAX_DEPTH = 100
"""Levels; Kubernetes objects with CRD-like nesting stay far below."""

MAX_OBJECTS = 250_000
"""Objects and lists: each costs microseconds, and no deadline interrupts the parser. An update of
the largest pod that people write, one of 17,000 variables, has two thirds of it with the fields
that are managed; three MiB of protobuf could become a million."""

_NOT_A_MARK = bytes(set(range(256)) - set(b'{}[]"'))
_QUOTED = re.compile(rb'"[^"]*+"?')
"""A string without escapes, whole or torn; it never goes back, so time is linear."""

_ESCAPE, _HALF = b"\\", re.compile(rb"\\u[dD]")
"""How every escape begins, and how every one of a surrogate does (RFC 8259 §7: the u is small)."""

_SHORT = 2**16
"""Bytes of a document of which marks are counted sooner than looked for one by one."""


def loads(raw: bytes, *, most_objects: int = MAX_OBJECTS, most_values: int | None = None) -> object:
    """Parse a document.

    Args:
        raw: As it came.
        most_objects: Objects and lists of a document that is nested at all.
        most_values: Commas, those in strings too, which bound keys and values together: nothing
            interrupts the parser, and a list of millions of numbers is one object.

    Raises:
        SyntaxProblemError: It is not JSON, or is JSON that parsers disagree about.
    """
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as exc:
        raise SyntaxProblemError("it is not UTF-8") from exc
    if text.startswith("\ufeff"):
        raise SyntaxProblemError("it starts with a byte order mark")
    if most_values is not None and raw.count(b",") > most_values:
        raise SyntaxProblemError(f"it has more than {most_values} values")
    _check_shape(raw, most_objects)
    try:
        document = _DECODER.decode(text)
        if _ESCAPE in raw and _HALF.search(raw):  # the first takes no time
            # Half a character (RFC 7493 §2.1): it could not be written into any answer or log.
            json.dumps(document, ensure_ascii=False).encode()
        return document
    except (ValueError, RecursionError) as exc:
        raise SyntaxProblemError(f"it is not strict JSON: {exc}") from exc


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        (twice, _), *_ = Counter(key for key, _ in pairs).most_common(1)
        raise ValueError(f"key {twice[:64]!r} stands twice in one object")
    return found


def _finite(text: str) -> float:
    number = float(text)
    if isinf(number):
        raise ValueError(f"{text[:64]} is beyond what a double holds")
    return number


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number of JSON")


def _check_shape(raw: bytes, most: int) -> None:
    """Refuse deep nesting, and more objects than are parsed in time, before the parser begins.

    Counting opening brackets, or looking for them, is enough where there are few. From other
    documents all is taken out that does not nest, by means that cost little: escapes in strings,
    whatever is neither bracket nor quotation mark, and strings, most of which are empty by then.
    Where that misreads a document, the parser ends before.
    """
    if len(raw) <= _SHORT and _opening(raw) <= MAX_DEPTH:
        return
    if _has_few(raw, b"{") and _has_few(raw, b"["):
        return
    marks = raw
    if _opening(raw) <= 10 * most:  # beyond, nobody can mean so many in texts
        unescaped = raw.replace(b"\\\\", b"").replace(b'\\"', b"")
        marks = _QUOTED.sub(b"", unescaped.translate(None, _NOT_A_MARK).replace(b'""', b""))
    if _opening(marks) > most:
        raise SyntaxProblemError(f"it has more than {most} objects and lists")
    depth = 0
    for mark in marks:
        depth += 1 if mark in b"{[" else -1
        if depth > MAX_DEPTH:
            raise SyntaxProblemError(f"it is nested deeper than {MAX_DEPTH} levels")


def _has_few(raw: bytes, mark: bytes) -> bool:
    """Tell whether a mark stands in it so rarely that two of them cannot nest too deeply.

    Long texts without marks are passed over much faster than they could be counted.
    """
    place = -1
    for _ in range(MAX_DEPTH // 2 + 1):
        place = raw.find(mark, place + 1)
        if place < 0:
            return True
    return False


def _opening(raw: bytes) -> int:
    return raw.count(b"{") + raw.count(b"[")


_DECODER = json.JSONDecoder(
    object_pairs_hook=_object, parse_constant=_no_constant, parse_float=_finite
)
