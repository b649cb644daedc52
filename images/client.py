# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Requests to registries over TLS: raw bytes, bounded in size and by a deadline (urllib3).

Every registry library that was measured fails one of the two things that matter here: the digest
of the raw bytes, or bounded time (encryption.md §4).
"""

import re
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from urllib.parse import urlsplit

import urllib3

from images.addresses import Resolver
from images.body import reason_of
from images.deadline import Deadline
from images.errors import ImageUnavailableError, PrivateAddressError, UnreachableError
from images.pools import Pools
from images.registries import Registry

_CONNECT_SECONDS = 2.0
_READ_SECONDS = 3.0
_RETRIED = frozenset({502, 503, 504})
_TOO_MANY = 429
_DRAINED = 4096
_SECONDS = re.compile(r"\d{1,4}")
_LONGEST_WAIT = 2.0


class Client:
    """Sends requests, and keeps connections; safe to use from several threads.

    Args:
        resolver: Finds addresses.
    """

    def __init__(self, resolver: Resolver | None = None) -> None:
        self._deadline = Deadline()
        self._pools = Pools(resolver or Resolver(), self._deadline)

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
            if (
                response is None
                or response.status in _RETRIED
                or _wait_as_asked(response, deadline)
            ):
                if response is not None:
                    response.close()
                response = attempt(last=True)
            if response is None:
                raise UnreachableError(f"{_host(url)} did not answer in time")
            try:
                yield response
            finally:
                _finish(response)

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


def _finish(response: urllib3.BaseHTTPResponse) -> None:
    """Keep the connection for the next request where hardly anything is left to read."""
    left = response.length_remaining
    with suppress(urllib3.exceptions.HTTPError, OSError):
        while left is not None and left <= _DRAINED and response.read1(_DRAINED):
            pass
    response.release_conn() if response.closed else response.close()


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


def _timeout(url: str, deadline: float) -> urllib3.Timeout:
    left = deadline - time.monotonic()
    if left <= 0:
        raise ImageUnavailableError(f"no time was left to ask {_host(url)}")
    return urllib3.Timeout(connect=min(_CONNECT_SECONDS, left), read=min(_READ_SECONDS, left))


def _host(url: str) -> str:
    return urlsplit(url).netloc or url
