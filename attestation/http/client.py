# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Requests to one verification service: one deadline for all of an exchange, no redirects.

No proxy, no credentials and no authorities come from the environment: urllib3 reads none, unlike
``requests`` (keylime.md 1.6).
"""

import time
from collections.abc import Callable, Mapping
from functools import partial

import urllib3

from attestation.errors import ServiceUnavailableError
from attestation.http.body import read_body
from attestation.http.endpoint import Endpoint
from attestation.http.pool import Pool
from attestation.http.reply import Reply
from outbound.addresses import Resolver
from outbound.connecting import CONNECT_SECONDS
from outbound.deadline import Deadline
from outbound.reasons import reason_of


class Client:
    """Asks one server, and keeps connections; safe to use from several threads.

    Args:
        endpoint: The server.
        resolver: Finds its addresses.
    """

    def __init__(self, endpoint: Endpoint, resolver: Resolver | None = None) -> None:
        self._endpoint = endpoint
        self._deadline = Deadline()
        self._pool = Pool(endpoint, resolver or Resolver(), self._deadline)

    @property
    def host(self) -> str:
        """Return whom it asks, for messages."""
        return self._endpoint.host

    def get(
        self, target: str, *, deadline: float, headers: Mapping[str, str] | None = None
    ) -> Reply:
        """Send a GET and return the whole answer, whatever its status.

        Args:
            target: Path and query, as they are sent; begins with a slash.
            deadline: Instant of ``time.monotonic`` at which the last byte must have come.
            headers: Sent with it.

        Raises:
            ServiceUnavailableError: No whole answer came in time, or TLS could not be verified.
            AnswerError: It is longer than is read.
        """
        return self._exchange("GET", target, None, headers or {}, deadline)

    def post(
        self,
        target: str,
        body: bytes,
        *,
        content_type: str,
        deadline: float,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """Send a POST that may be sent twice: a question, or a request for a token.

        Args:
            target: Path and query, as they are sent; begins with a slash.
            body: Of the request.
            content_type: Of the body.
            deadline: Instant of ``time.monotonic`` at which the last byte must have come.
            headers: Sent with it.

        Raises:
            ServiceUnavailableError: No whole answer came in time, or TLS could not be verified.
            AnswerError: It is longer than is read.
        """
        sent = {"Content-Type": content_type, **(headers or {})}
        return self._exchange("POST", target, body, sent, deadline)

    def close(self) -> None:
        """Close the connections that are kept."""
        self._pool.close()

    def _exchange(
        self,
        method: str,
        target: str,
        body: bytes | None,
        headers: Mapping[str, str],
        deadline: float,
    ) -> Reply:
        source = self._endpoint.host + self._endpoint.prefix + target.partition("?")[0]
        with self._deadline.at(deadline):
            response = self._response(partial(self._send, method, target, body, headers, deadline))
            try:
                content = read_body(
                    response, source=source, limit=self._endpoint.body_limit, deadline=deadline
                )
            finally:
                response.close()  # what was read to its end has given its connection back before
        joined = {name.lower(): response.headers[name] for name in response.headers}
        return Reply(source=source, status=response.status, headers=joined, body=content)

    def _response(self, send: Callable[[], urllib3.BaseHTTPResponse]) -> urllib3.BaseHTTPResponse:
        """Send, and once more where a kept connection had ended meanwhile, or all were closed.

        Whoever is first to see renewed files closes what others were about to use.
        """
        try:
            try:
                return send()
            except (urllib3.exceptions.ProtocolError, urllib3.exceptions.ClosedPoolError):
                return send()
        except urllib3.exceptions.SSLError as exc:
            raise ServiceUnavailableError(f"TLS to {self.host} failed: {reason_of(exc)}") from exc
        except urllib3.exceptions.HTTPError as exc:
            raise ServiceUnavailableError(
                f"{self.host} cannot be reached: {reason_of(exc)}"
            ) from exc

    def _send(
        self,
        method: str,
        target: str,
        body: bytes | None,
        headers: Mapping[str, str],
        deadline: float,
    ) -> urllib3.BaseHTTPResponse:
        return self._pool.current().urlopen(
            method,
            self._endpoint.prefix + target,
            body=body,
            headers={
                "Accept": "application/json",
                "Accept-Encoding": "identity",
                "User-Agent": "bondstone",
                **headers,
            },
            timeout=self._timeout(deadline),
            retries=False,
            redirect=False,
            preload_content=False,
            decode_content=False,
        )

    def _timeout(self, deadline: float) -> urllib3.Timeout:
        left = deadline - time.monotonic()
        if left <= 0:
            raise ServiceUnavailableError(f"no time was left to ask {self.host}")
        return urllib3.Timeout(connect=min(CONNECT_SECONDS, left), read=left)
