# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The body of an answer, read piece by piece within bounds of size and time."""

import time

import urllib3

from outbound.reasons import reason_of

_CHUNK = 65536


class BodyError(Exception):
    """The body could not be read; the text is a clause without its subject."""


class BodyTooLongError(BodyError):
    """It is longer than the limit."""


class BodyBrokenError(BodyError):
    """It breaks off, or does not end in time."""


def read_bounded_body(response: urllib3.BaseHTTPResponse, *, limit: int, deadline: float) -> bytes:
    """Read a body; a slow drip ends at the deadline, an endless one at the limit.

    Args:
        response: Its head was read.
        limit: Bytes.
        deadline: Instant of ``time.monotonic``.

    Raises:
        BodyTooLongError: It is longer than ``limit``.
        BodyBrokenError: It breaks off, or comes too slowly.
    """
    parts: list[bytes] = []
    size = 0
    try:
        while piece := response.read1(_CHUNK):
            size += len(piece)
            parts.append(piece)
            if size > limit:
                raise BodyTooLongError(f"is longer than {limit} bytes")
            if time.monotonic() > deadline:
                raise BodyBrokenError("did not end in time")
    except (urllib3.exceptions.HTTPError, OSError) as exc:
        raise BodyBrokenError(f"broke off: {reason_of(exc)}") from exc
    return b"".join(parts)
