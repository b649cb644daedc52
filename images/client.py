# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Requests to registries over TLS: raw bytes, bounded in size and by a deadline (urllib3).

Every registry library that was measured fails one of the two things that matter here: the digest
of the raw bytes, or bounded time (encryption.md §4).
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from urllib.parse import urlsplit

import urllib3

from images.early import Early
from images.errors import PrivateAddressError, UnreachableError
from images.pools import Pools
from images.registries import Registry
from images.retrying import CONNECT_SECONDS, READ_SECONDS, ask_again, finish, seconds_left
from outbound.addresses import Resolver
from outbound.deadline import Deadline
from outbound.reasons import reason_of


class Client:
    """Sends requests, and keeps connections; safe to use from several threads.

    Args:
        resolver: Finds addresses.

    Attributes:
        early: Sends many requests from one thread, on the same connections.
    """

    def __init__(self, resolver: Resolver | None = None) -> None:
        self._deadline = Deadline()
        self._pools = Pools(resolver or Resolver(), self._deadline)
        self.early = Early(self._pools, self._deadline)

    @contextmanager
    def send(
        self,
        url: str,
        *,
        headers: Mapping[str, str],
        registry: Registry,
        deadline: float,
        body: bytes | None = None,
    ) -> Iterator[urllib3.BaseHTTPResponse]:
        """Send a GET, or a POST of a body, and give the response, its own body unread.

        There is one retry while there is time.

        Args:
            url: With https; redirects are never followed here.
            headers: Sent as they are.
            registry: Whose authorities verify the host, which may be anywhere if it is listed.
            deadline: Instant of ``time.monotonic``.
            body: Of a POST.

        Raises:
            ImageUnavailableError: Nothing was answered in time, or TLS could not be verified.
        """
        with self._deadline.at(deadline):
            attempt = partial(self._attempt, url, headers, body, registry, deadline)
            response = attempt()
            if response is None or ask_again(response, deadline):
                if response is not None:
                    response.close()
                response = attempt(last=True)
            if response is None:
                raise UnreachableError(f"{_host(url)} did not answer in time")
            try:
                yield response
            finally:
                finish(response)

    def _attempt(
        self,
        url: str,
        headers: Mapping[str, str],
        body: bytes | None,
        registry: Registry,
        deadline: float,
        *,
        last: bool = False,
    ) -> urllib3.BaseHTTPResponse | None:
        """Send once; None when a retry may help."""
        try:
            return self._pools.of(registry).request(
                "GET" if body is None else "POST",
                url,
                body=body,
                headers={"Accept-Encoding": "identity", "User-Agent": "bondstone", **headers},
                timeout=_timeout(url, deadline),
                retries=False,
                redirect=False,
                preload_content=False,
                decode_content=False,
            )
        except PrivateAddressError as exc:
            raise PrivateAddressError(
                f"{_host(url)} is not a public address: list it in the registries file if it is "
                "yours"
            ) from exc
        except urllib3.exceptions.SSLError as exc:
            raise UnreachableError(f"TLS to {_host(url)} failed: {reason_of(exc)}") from exc
        except urllib3.exceptions.HTTPError as exc:
            if last or isinstance(exc, urllib3.exceptions.ReadTimeoutError):
                raise UnreachableError(f"{_host(url)} cannot be reached: {reason_of(exc)}") from exc
            return None


def _timeout(url: str, deadline: float) -> urllib3.Timeout:
    left = seconds_left(_host(url), deadline)
    return urllib3.Timeout(connect=min(CONNECT_SECONDS, left), read=min(READ_SECONDS, left))


def _host(url: str) -> str:
    return urlsplit(url).netloc or url
