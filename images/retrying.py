# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""After which answers to ask once more, how long a request may take, and how it ends."""

import re
import time
from contextlib import suppress

import urllib3

from images.errors import ImageUnavailableError

CONNECT_SECONDS = 2.0
READ_SECONDS = 3.0
_RETRIED = frozenset({502, 503, 504})
_TOO_MANY = 429
_DRAINED = 4096
_SECONDS = re.compile(r"\d{1,4}")
_LONGEST_WAIT = 2.0


def ask_again(response: urllib3.BaseHTTPResponse, deadline: float) -> bool:
    """Tell whether one more attempt may help, after the wait that was asked for."""
    return response.status in _RETRIED or _wait_as_asked(response, deadline)


def finish(response: urllib3.BaseHTTPResponse) -> None:
    """Keep the connection for the next request where hardly anything is left to read."""
    left = response.length_remaining
    with suppress(urllib3.exceptions.HTTPError, OSError):
        while left is not None and left <= _DRAINED and response.read1(_DRAINED):
            pass
    response.release_conn() if response.closed else response.close()


def seconds_left(host: str, deadline: float) -> float:
    """Return the seconds until an instant of ``time.monotonic``.

    Raises:
        ImageUnavailableError: None are left.
    """
    left = deadline - time.monotonic()
    if left <= 0:
        raise ImageUnavailableError(f"no time was left to ask {host}")
    return left


def _wait_as_asked(response: urllib3.BaseHTTPResponse, deadline: float) -> bool:
    """Wait as long as a registry asks to that is asked too often (RFC 9110 §10.2.3), if we can."""
    asked = response.headers.get("Retry-After", "")
    if response.status != _TOO_MANY or not _SECONDS.fullmatch(asked):
        return False
    seconds = int(asked)
    if seconds > min(_LONGEST_WAIT, (deadline - time.monotonic()) / 2):
        return False
    time.sleep(seconds)
    return True
