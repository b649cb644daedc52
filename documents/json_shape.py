# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""How deep and how wide a JSON document is, told before anybody parses it."""

import re

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

_SHORT = 2**16
"""Bytes of a document of which marks are counted sooner than looked for one by one."""

_FLAT = 16
"""How often innermost pairs are taken out: twice as often as a list of reports of HVS needs, and
each time two levels at most, which makes far fewer than are allowed."""


def check_shape(raw: bytes, most: int) -> None:
    """Refuse deep nesting, and more objects than are parsed in time, before the parser begins.

    Counting opening brackets, or looking for them, is enough where there are few. From other
    documents all is taken out that does not nest, by means that cost little: escapes in strings,
    whatever is neither bracket nor quotation mark, and strings, most of which are empty by then.
    Where that misreads a document, the parser ends before.

    Args:
        raw: The document.
        most: Objects and lists.

    Raises:
        SyntaxProblemError: There is more.
    """
    if len(raw) <= _SHORT and _opening(raw) <= MAX_DEPTH:
        return
    if _has_few(raw, b"{") and _has_few(raw, b"["):
        return
    marks = raw
    if _opening(raw) <= 10 * most:  # beyond, nobody can mean so many in texts
        unescaped = raw
        if b"\\" in raw:  # it takes no time to see that there is none
            unescaped = raw.replace(b"\\\\", b"").replace(b'\\"', b"")
        marks = _QUOTED.sub(b"", unescaped.translate(None, _NOT_A_MARK).replace(b'""', b""))
    if _opening(marks) > most:
        raise SyntaxProblemError(f"it has more than {most} objects and lists")
    depth = 0
    for mark in () if _is_flat(marks) else marks:
        depth += 1 if mark in b"{[" else -1
        if depth > MAX_DEPTH:
            raise SyntaxProblemError(f"it is nested deeper than {MAX_DEPTH} levels")


def _is_flat(marks: bytes) -> bool:
    """Tell whether nothing is left without the innermost pairs, a few times over.

    Each replacement takes one level at most, so what is flat is never too deep. Most documents are,
    and thousands of objects are told so several times faster than mark by mark.
    """
    for _ in range(_FLAT):
        marks = marks.replace(b"{}", b"").replace(b"[]", b"")
    return not marks


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
