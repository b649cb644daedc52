# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The body of an answer, read piece by piece."""

import urllib3

from images.errors import ImageUnavailableError, UnreachableError
from outbound.body import BodyBrokenError, BodyTooLongError, read_bounded_body


def read_body(response: urllib3.BaseHTTPResponse, *, limit: int, deadline: float) -> bytes:
    """Read a body piece by piece; a slow drip ends at the deadline, an endless one at the limit.

    Raises:
        ImageUnavailableError: It breaks off, comes too slowly, or is longer than ``limit`` bytes.
    """
    try:
        return read_bounded_body(response, limit=limit, deadline=deadline)
    except BodyTooLongError as exc:
        raise ImageUnavailableError(f"its answer exceeds {limit} bytes") from exc
    except BodyBrokenError as exc:
        raise UnreachableError(f"its answer {exc}") from exc
