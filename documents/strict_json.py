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

from documents.json_shape import MAX_OBJECTS, check_shape
from documents.strict import SyntaxProblemError

SPACE = " \t\n\r"
"""White space (RFC 8259 §2)."""

_ESCAPE, _HALF = b"\\", re.compile(rb"\\u[dD]")
"""How every escape begins, and how every one of a surrogate does (RFC 8259 §7: the u is small)."""


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
    text = checked_text(raw, most_objects=most_objects, most_values=most_values)
    place = len(text) - len(text.lstrip(SPACE))
    document, end = value_at(text, place, halves=may_have_halves(raw))
    if text[end:].strip(SPACE):
        raise SyntaxProblemError("it is not strict JSON: something follows it")
    return document


def checked_text(raw: bytes, *, most_objects: int = MAX_OBJECTS, most_values: int | None) -> str:
    """Return the text of a document that may be parsed: small and flat enough.

    Args:
        raw: As it came.
        most_objects: As ``loads`` has it.
        most_values: As ``loads`` has it.

    Raises:
        SyntaxProblemError: It may not.
    """
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as exc:
        raise SyntaxProblemError("it is not UTF-8") from exc
    if text.startswith("\ufeff"):
        raise SyntaxProblemError("it starts with a byte order mark")
    if most_values is not None and raw.count(b",") > most_values:
        raise SyntaxProblemError(f"it has more than {most_values} values")
    check_shape(raw, most_objects)
    return text


def may_have_halves(raw: bytes) -> bool:
    """Tell whether escapes in a document may be halves of characters (RFC 7493 §2.1)."""
    return _ESCAPE in raw and bool(_HALF.search(raw))  # the first takes no time


def value_at(text: str, place: int, *, halves: bool) -> tuple[object, int]:
    """Parse the value that begins at a place of a checked text; return it, and where it ends.

    Args:
        text: That was checked.
        place: Of the value, behind white space.
        halves: There may be halves of characters in it.

    Raises:
        SyntaxProblemError: It is not JSON, or is JSON that parsers disagree about.
    """
    try:
        value, end = _DECODER.raw_decode(text, place)
        if halves:
            # Half a character could not be written into any answer or log.
            json.dumps(value, ensure_ascii=False).encode()
        return value, end
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


_DECODER = json.JSONDecoder(
    object_pairs_hook=_object, parse_constant=_no_constant, parse_float=_finite
)
