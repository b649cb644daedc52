# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Texts of strangers made fit for people's eyes: nothing that steers a terminal, no credentials.

Image references, names and field values come from whoever writes a pod, and parts of answers from
registries; all of them end up in messages, events and logs.
"""

import re
from collections.abc import Sequence

_USERINFO = re.compile(
    r"""(?<![^\s"'(])([a-zA-Z][a-zA-Z0-9+.-]{0,15}://)?[^\s"']+@"""
    r"""(?!sha(?:256|512):)(?=[^\s"'@]*[./])"""
)
"""What stands before the @ of a host (RFC 3986 §3.2.1); an image's digest is not a host."""
_QUERY = re.compile(r"""(?<![^\s"'(])([a-zA-Z][a-zA-Z0-9+.-]{0,15}://[^\s"'?#]+)[?#][^\s"']*""")
"""Query and fragment of a URL, where signatures and tokens travel.

Both patterns start where a word starts: they must not be slow on what a stranger writes."""


def printable(text: str) -> str:
    """Return the text on one line, without control and direction characters, without credentials.

    What is not printable (Unicode categories "Other" and "Separator" but the space) is written as
    its escape, as Python writes it.
    """
    if "@" in text:
        text = _USERINFO.sub(r"\1…@", text)
    if "://" in text:
        text = _QUERY.sub(r"\1?…", text)
    if text.isprintable():
        return text
    return "".join(each if each.isprintable() else _escaped(each) for each in text)


def first_of(names: Sequence[str], *, most: int, between: str = ", ") -> str:
    """Name the first ones, and count the others where there are more."""
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return between.join(names[:most]) + more


def _escaped(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")
