# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Why a connection failed, as people say it."""

import re

_NOISE = re.compile(
    r"^\S*(?:Connection|Pool)\(host=[^)]*\): |^<[^>]* object at 0x[^>]*>: |\[Errno -?\d+\] "
    r"|\[SSL[^\]]*\] | \(_ssl\.c:\d+\)| \(read timeout=[^)]*\)"
)
"""What urllib3 and ssl write around a reason: objects, numbers, places in C."""
_NAMED = re.compile(r"\w+\((.*)\)")
"""An exception that is told by its repr, such as IncompleteRead(…)."""


def reason_of(exc: BaseException) -> str:
    """Return what went wrong as people say it, without what only Python says of objects."""
    cause = getattr(exc, "reason", None) if not isinstance(exc, OSError) else None
    told = cause if isinstance(cause, BaseException) else exc.args[-1] if exc.args else ""
    if isinstance(told, BaseException):
        return reason_of(told)
    text = _NOISE.sub("", told if isinstance(told, str) else str(exc))
    named = _NAMED.fullmatch(text)
    return (named[1] if named else text).rstrip(".")[:200] or "no reason is given"
