# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The body of an answer, read piece by piece within bounds."""

import urllib3

from attestation.errors import AnswerError, ServiceUnavailableError
from outbound.body import BodyBrokenError, BodyTooLongError, read_bounded_body


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
    try:
        return read_bounded_body(response, limit=limit, deadline=deadline)
    except BodyTooLongError as exc:
        raise AnswerError(f"the answer of {source} {exc}") from exc
    except BodyBrokenError as exc:
        raise ServiceUnavailableError(f"the answer of {source} {exc}") from exc
