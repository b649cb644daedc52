# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The body of an answer, read piece by piece within bounds."""

import time

import urllib3

from attestation.errors import AnswerError, ServiceUnavailableError
from outbound.reasons import reason_of

_CHUNK = 65536


def read_body(
    response: urllib3.BaseHTTPResponse, *, source: str, limit: int, deadline: float
) -> bytes:
    """Read a body; a slow drip ends at the deadline, an endless one at the limit.

    Args:
        response: Its head was read.
        source: Who answers, for messages.
        limit: Bytes.
        deadline: Instant of ``time.monotonic``.

    Raises:
        ServiceUnavailableError: It breaks off, or comes too slowly.
        AnswerError: It is too long, or compressed: what a few bytes become is not bounded.
    """
    if response.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise AnswerError(f"the answer of {source} is compressed, which was not asked for")
    parts: list[bytes] = []
    size = 0
    try:
        while piece := response.read1(_CHUNK):
            size += len(piece)
            parts.append(piece)
            if size > limit:
                raise AnswerError(f"the answer of {source} is longer than {limit} bytes")
            if time.monotonic() > deadline:
                raise ServiceUnavailableError(f"the answer of {source} did not end in time")
    except (urllib3.exceptions.HTTPError, OSError) as exc:
        raise ServiceUnavailableError(
            f"the answer of {source} broke off: {reason_of(exc)}"
        ) from exc
    return b"".join(parts)
