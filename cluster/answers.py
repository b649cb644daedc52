# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What the API server answers: read bounded, parsed, its errors turned into ours."""

import json
import re
from typing import Any

import urllib3

from cluster.errors import (
    AnswerError,
    ClusterError,
    ConflictError,
    ForbiddenError,
    GoneError,
    NotFoundError,
    RefusedError,
    UnreachableError,
)

BODY_LIMIT = 64 * 1024 * 1024
"""Bytes of one answer: a page of 500 large objects stays below."""
_STATUS_ERRORS = {
    401: ForbiddenError,
    403: ForbiddenError,
    404: NotFoundError,
    409: ConflictError,
    410: GoneError,
}


def read_answer(response: urllib3.BaseHTTPResponse, path: str, limit: int = BODY_LIMIT) -> bytes:
    """Read a whole body.

    Raises:
        ClusterError: It breaks off, or is longer than ``limit`` bytes.
    """
    try:
        content = response.read(limit + 1)
    except urllib3.exceptions.HTTPError as exc:
        raise UnreachableError(f"{path}: the answer broke off: {reason_of(exc)}") from exc
    if len(content) > limit:
        response.close()
        raise AnswerError(f"{path}: the answer exceeds {limit} bytes")
    response.release_conn()
    return content


def parse_answer(content: bytes, path: str) -> dict[str, Any]:
    """Parse an object.

    Raises:
        AnswerError: It is none.
    """
    try:
        document = json.loads(content)
    except (ValueError, RecursionError) as exc:
        raise AnswerError(f"{path}: the answer is not JSON") from exc
    if not isinstance(document, dict):
        raise AnswerError(f"{path}: the answer is not an object")
    return document


def status_error(method: str, path: str, response: urllib3.BaseHTTPResponse) -> ClusterError:
    """Turn a Status of the API into an error with its own message."""
    status = response.status
    try:
        message = parse_answer(read_answer(response, path, 65536), path).get("message", "")
    except ClusterError:
        message = ""
    error = _STATUS_ERRORS.get(status, RefusedError)
    return error(f"{method} {path}: {status} {str(message)[:300]}".rstrip())


def reason_of(exc: Exception) -> str:
    """Return the innermost sentence of urllib3's nested texts."""
    text = str(getattr(exc, "reason", None) or exc)
    return re.sub(r"^.*?object at 0x[0-9a-f]+>: |^\S+Connection\(host=[^)]*\): ", "", text)[:200]
