# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The body of an answer, read piece by piece."""

import time

import urllib3

from images.errors import ImageUnavailableError, UnreachableError
from outbound.reasons import reason_of

_CHUNK = 65536


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
