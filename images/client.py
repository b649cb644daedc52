# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Requests to registries over TLS: raw bytes, bounded in size and by a deadline (urllib3).

Every registry library that was measured fails one of the two things that matter here: the digest
of the raw bytes, or bounded time (encryption.md §4).
"""

import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import urllib3

from images.deadline import Deadline
from images.errors import ImageUnavailableError

_CONNECT_SECONDS = 2.0
_READ_SECONDS = 3.0
_CHUNK = 65536
_RETRIED = frozenset({502, 503, 504})


class Client:
    """Keeps one pool of connections per set of authorities; safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._deadline = Deadline()
        self._pools: dict[tuple[Path | None, int], urllib3.PoolManager] = {}

    @contextmanager
    def get(
        self, url: str, *, headers: Mapping[str, str], ca_file: Path | None, deadline: float
    ) -> Iterator[urllib3.BaseHTTPResponse]:
        """Send a GET and give the response, its body unread; one retry while there is time.

        Args:
            url: With https; redirects are never followed here.
            headers: Sent as they are.
            ca_file: Authorities; None for the system's.
            deadline: Instant of ``time.monotonic``.

        Raises:
            ImageUnavailableError: Nothing was answered in time, or TLS could not be verified.
        """
        with self._deadline.at(deadline):
            response = self._attempt(url, headers, ca_file, deadline)
            if response is None or response.status in _RETRIED:
                if response is not None:
                    response.close()
                response = self._attempt(url, headers, ca_file, deadline, last=True)
            if response is None:
                raise ImageUnavailableError(f"{_host(url)} did not answer in time")
            try:
                yield response
            finally:
                response.release_conn() if response.closed else response.close()

    def _attempt(
        self,
        url: str,
        headers: Mapping[str, str],
        ca_file: Path | None,
        deadline: float,
        *,
        last: bool = False,
    ) -> urllib3.BaseHTTPResponse | None:
        """Send once; None when a retry may help."""
        try:
            return self._pool(ca_file).request(
                "GET",
                url,
                headers={"Accept-Encoding": "identity", "User-Agent": "bondstone", **headers},
                timeout=_timeout(url, deadline),
                retries=False,
                redirect=False,
                preload_content=False,
                decode_content=False,
            )
        except urllib3.exceptions.SSLError as exc:
            raise ImageUnavailableError(f"TLS to {_host(url)} failed: {_reason(exc)}") from exc
        except urllib3.exceptions.HTTPError as exc:
            if last or isinstance(exc, urllib3.exceptions.ReadTimeoutError):
                raise ImageUnavailableError(
                    f"{_host(url)} cannot be reached: {_reason(exc)}"
                ) from exc
            return None

    def _pool(self, ca_file: Path | None) -> urllib3.PoolManager:
        """Return the pool of the authorities as their file is now."""
        try:
            key = (ca_file, ca_file.stat().st_mtime_ns if ca_file else 0)
            with self._lock:
                if key not in self._pools:
                    context = ssl.create_default_context(cafile=ca_file)
                    context.minimum_version = ssl.TLSVersion.TLSv1_2
                    self._deadline.guard(context)
                    self._pools[key] = urllib3.PoolManager(ssl_context=context, maxsize=8)
                return self._pools[key]
        except (OSError, ssl.SSLError) as exc:
            raise ImageUnavailableError(f"CA file {ca_file} cannot be used: {exc}") from exc


def read_body(response: urllib3.BaseHTTPResponse, *, limit: int, deadline: float) -> bytes:
    """Read a body piece by piece; a slow drip ends at the deadline, an endless one at the limit.

    Raises:
        ImageUnavailableError: It breaks off, comes too slowly, or is longer than ``limit`` bytes.
    """
    parts: list[bytes] = []
    size = 0
    try:
        while piece := response.read1(_CHUNK):
            size += len(piece)
            parts.append(piece)
            if size > limit:
                raise ImageUnavailableError(f"its answer exceeds {limit} bytes")
            if time.monotonic() > deadline:
                raise ImageUnavailableError("its answer did not end in time")
    except (urllib3.exceptions.HTTPError, OSError) as exc:
        raise ImageUnavailableError(f"its answer broke off: {_reason(exc)}") from exc
    return b"".join(parts)


def _timeout(url: str, deadline: float) -> urllib3.Timeout:
    left = deadline - time.monotonic()
    if left <= 0:
        raise ImageUnavailableError(f"no time was left to ask {_host(url)}")
    return urllib3.Timeout(connect=min(_CONNECT_SECONDS, left), read=min(_READ_SECONDS, left))


def _host(url: str) -> str:
    return urllib3.util.parse_url(url).netloc or url


def _reason(exc: Exception) -> str:
    """Return what went wrong without addresses of objects."""
    text = str(getattr(exc, "reason", None) or exc)
    return text.rsplit(": ", 1)[-1][:200] if "object at 0x" in text else text[:200]
