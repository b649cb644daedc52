# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Requests that were sent on open connections, and whose answers are read later."""

from collections.abc import Mapping
from urllib.parse import urlsplit

import urllib3
from urllib3.connection import HTTPSConnection

from images.errors import UnreachableError
from images.kept import FAULTS, KeptPool


class Ahead:
    """One GET on its way; for one thread at a time.

    Args:
        pool: Where the connection came from, and goes back to.
        connection: The request was sent on it.
        host: For people.
    """

    def __init__(self, pool: KeptPool, connection: HTTPSConnection, host: str) -> None:
        self._pool = pool
        self._connection: HTTPSConnection | None = connection
        self.host = host
        self._response: urllib3.BaseHTTPResponse | None = None

    def response(self, seconds: float) -> urllib3.BaseHTTPResponse | None:
        """Wait for the head of the answer; None where the connection was dead: one may ask again.

        Args:
            seconds: For each read.

        Raises:
            UnreachableError: It did not come in time.
        """
        connection, self._connection = self._connection, None
        if connection is None:
            return self._response
        connection.timeout = seconds
        try:
            response = connection.getresponse()
        except TimeoutError as exc:
            connection.close()
            raise UnreachableError(f"{self.host} cannot be reached: it timed out") from exc
        except FAULTS:
            connection.close()
            return None
        # As urllib3 does it: with these, the response gives its connection back.
        response._connection = connection
        response._pool = self._pool
        self._response = response
        return response

    def cancel(self) -> None:
        """Close the connection where its answer was not read: nobody else may read it."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()
        elif self._response is not None:
            self._response.close()


def send_ahead(pool: KeptPool, url: str, *, headers: Mapping[str, str], host: str) -> Ahead | None:
    """Send a GET on an open connection; None where there is none that takes it.

    Args:
        pool: Of the host of the URL.
        url: With https.
        headers: Sent as they are.
        host: For people.
    """
    connection = pool.take_open()
    if connection is None:
        return None
    parts = urlsplit(url)
    target = f"{parts.path}?{parts.query}" if parts.query else parts.path
    try:
        connection.request(
            "GET", target, headers=headers, preload_content=False, decode_content=False
        )
    except FAULTS:
        connection.close()
        return None
    return Ahead(pool, connection, host)
