# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The head of a blob, read from its answer."""

import time

import urllib3

from images.errors import UnreachableError
from images.registries import Registry

HEAD_BYTES = 512
HEAD_RANGE = {"Range": f"bytes=0-{HEAD_BYTES - 1}"}


def read_head(
    response: urllib3.BaseHTTPResponse, registry: Registry, *, size: int, deadline: float
) -> bytes:
    """Read what was asked for; a server that ignores Range is not read any further.

    Args:
        response: Its body unread.
        registry: For texts.
        size: Bytes of the whole blob, as its descriptor says.
        deadline: Instant of ``time.monotonic``.

    Raises:
        UnreachableError: It breaks off, comes too slowly, or is shorter than it should be.
    """
    head = b""
    try:
        while piece := response.read1(HEAD_BYTES - len(head)):
            head += piece
            if time.monotonic() > deadline:
                raise UnreachableError(f"registry {registry.host} sent a layer too slowly")
    except (urllib3.exceptions.HTTPError, OSError) as exc:
        raise UnreachableError(f"registry {registry.host}: a layer broke off: {exc}") from exc
    wanted = min(size, HEAD_BYTES)
    if len(head) < wanted:
        raise UnreachableError(
            f"registry {registry.host} served {len(head)} of {wanted} bytes of a layer"
        )
    return head
