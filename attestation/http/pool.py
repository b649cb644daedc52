# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Connections to one verification service, made anew when a file of theirs changes."""

import ssl
import threading
from pathlib import Path
from typing import TypeAlias

import urllib3

from attestation.errors import ServiceUnavailableError
from attestation.http.endpoint import Endpoint
from documents.stamp import Stamp, stamp_of
from outbound.addresses import Resolver
from outbound.connecting import connecting_by
from outbound.deadline import Deadline

_KEPT = 16
"""Connections: polls, and live questions of many threads."""
_Made: TypeAlias = tuple[tuple[Stamp, ...], urllib3.HTTPSConnectionPool]
"""Connections, and which files they are of."""


class Pool:
    """Gives the connections of the files as they are now; older ones are closed.

    Args:
        endpoint: The server.
        resolver: Finds its addresses.
        deadline: When reads end.
    """

    def __init__(self, endpoint: Endpoint, resolver: Resolver, deadline: Deadline) -> None:
        self._endpoint = endpoint
        self._resolver = resolver
        self._deadline = deadline
        self._lock = threading.Lock()
        self._made: _Made | None = None

    def current(self) -> urllib3.HTTPSConnectionPool:
        """Return the connections to use for a new request.

        Raises:
            ServiceUnavailableError: A file is missing or not what it should be: no connection is
                better than one under a certificate that was replaced.
        """
        with self._lock:
            try:
                try:
                    made = self._look()
                except (OSError, ServiceUnavailableError):
                    made = self._look()  # a kubelet exchanges them between any two reads
                if made is not self._made:
                    self._close()
                    self._made = made
            except OSError as exc:
                self._close()
                name = exc.filename or "a file"
                raise ServiceUnavailableError(
                    f"{name} for {self._endpoint.host} cannot be read: {exc.strerror or exc}"
                ) from exc
            return made[1]

    def close(self) -> None:
        """Close connections that nobody uses; those in use are closed after their answer."""
        with self._lock:
            self._close()

    def _look(self) -> _Made:
        """Return the connections of the files as they are now."""
        stamps = tuple(stamp_of(path) for path in _files(self._endpoint))
        if self._made is not None and self._made[0] == stamps:
            return self._made
        return stamps, self._connections(client_context(self._endpoint))

    def _close(self) -> None:
        if self._made is not None:
            self._made[1].close()
            self._made = None

    def _connections(self, context: ssl.SSLContext) -> urllib3.HTTPSConnectionPool:
        self._deadline.guard(context)
        endpoint = self._endpoint
        pool = urllib3.HTTPSConnectionPool(
            endpoint.hostname,
            endpoint.port,
            maxsize=_KEPT,
            ssl_context=context,
            server_hostname=endpoint.server_name or None,
        )
        pool.ConnectionCls = connecting_by(self._resolver)
        return pool


def client_context(endpoint: Endpoint) -> ssl.SSLContext:
    """Make a context that verifies certificate and name, and looks at nothing but these files.

    Raises:
        ServiceUnavailableError: A file is not what it should be.
        OSError: A file cannot be read.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # verifies, and checks the name
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.hostname_checks_common_name = False
    try:
        context.load_verify_locations(cafile=endpoint.ca_file)
    except ssl.SSLError as exc:
        raise ServiceUnavailableError(
            f"CA file {endpoint.ca_file} for {endpoint.host} cannot be used: it holds no PEM "
            "certificate"
        ) from exc
    if endpoint.client_cert is not None:
        try:
            context.load_cert_chain(
                endpoint.client_cert, endpoint.client_key, password=_no_password
            )
        except (ssl.SSLError, ValueError) as exc:
            raise ServiceUnavailableError(
                f"client certificate {endpoint.client_cert} and key {endpoint.client_key} for "
                f"{endpoint.host} cannot be used: they are not a PEM certificate and its key, or "
                "the key is encrypted"
            ) from exc
    return context


def _no_password() -> str:
    """Refuse an encrypted key instead of asking the terminal for its password."""
    raise ValueError("the key is encrypted")


def _files(endpoint: Endpoint) -> tuple[Path, ...]:
    given = (endpoint.ca_file, endpoint.client_cert, endpoint.client_key)
    return tuple(path for path in given if path is not None)
