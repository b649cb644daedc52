# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Bodies that nobody wants, read past: who still sends when the connection closes gets no answer.

A reset discards what was answered before it (RFC 9112 §9.6), and a Go client reports the failed
write and not the answer. The time is bounded by the server's for a request.
"""

from collections.abc import Mapping
from typing import Any

MOST = 512 * 1024 * 1024
"""Bytes: what the largest request that an API server takes can become in JSON, and more."""
_CHUNK = 256 * 1024


def read_past(environ: Mapping[str, object], keep: int) -> bytes:
    """Read a body to its end, or what the caller sends of it, and return the first ``keep`` bytes.

    Args:
        environ: Of the request (PEP 3333); its body was not read yet.
        keep: Bytes.
    """
    body: Any = environ["wsgi.input"]
    head: list[bytes] = []
    passed = 0
    try:
        head.append(body.read(keep))
        while passed < MOST and (chunk := body.read(_CHUNK)):
            passed += len(chunk)
    except OSError:
        pass  # what came is all that there is
    return b"".join(head)
