# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The body of an answer, read piece by piece."""

import re
import time

import urllib3

from images.errors import ImageUnavailableError, UnreachableError

_CHUNK = 65536
_NOISE = re.compile(
    r"^\S*(?:Connection|Pool)\(host=[^)]*\): |^<[^>]* object at 0x[^>]*>: |\[Errno -?\d+\] "
    r"|\[SSL[^\]]*\] | \(_ssl\.c:\d+\)| \(read timeout=[^)]*\)"
)
"""What urllib3 and ssl write around a reason: objects, numbers, places in C."""
_NAMED = re.compile(r"\w+\((.*)\)")
"""An exception that is told by its repr, such as IncompleteRead(…)."""


def read_body(response: urllib3.BaseHTTPResponse, *, limit: int, deadline: float) -> bytes:
    """Read a body piece by piece; a slow drip ends at the deadline, an endless one at the limit.

    Raises:
        ImageUnavailableError: It breaks off, comes too slowly, or is longer than ``limit`` bytes.
    """
    parts: list[bytes] = []
    size = 0
    try:
        while piece := response.read1(_CHUNK):
            size += len(piece)
            parts.append(piece)
            if size > limit:
                raise ImageUnavailableError(f"its answer exceeds {limit} bytes")
            if time.monotonic() > deadline:
                raise UnreachableError("its answer did not end in time")
    except (urllib3.exceptions.HTTPError, OSError) as exc:
        raise UnreachableError(f"its answer broke off: {reason_of(exc)}") from exc
    return b"".join(parts)


def reason_of(exc: BaseException) -> str:
    """Return what went wrong as people say it, without what only Python says of objects."""
    cause = getattr(exc, "reason", None) if not isinstance(exc, OSError) else None
    told = cause if isinstance(cause, BaseException) else exc.args[-1] if exc.args else ""
    if isinstance(told, BaseException):
        return reason_of(told)
    text = _NOISE.sub("", told if isinstance(told, str) else str(exc))
    named = _NAMED.fullmatch(text)
    return (named[1] if named else text).rstrip(".")[:200] or "no reason is given"
