# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""TCP connections to addresses that are resolved once, in bounded time, and may be judged before.

The name stays what it is for SNI and for the verification of the certificate.
"""

import socket
import time
from collections.abc import Callable

import urllib3
from urllib3.connection import HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

from outbound.addresses import ResolveError, Resolver

CONNECT_SECONDS = 2.0
"""For a connection whose client gives it no time of its own."""
Addresses = tuple[str, ...]


def _any(_: Addresses) -> None:
    """Let every address pass."""


def connecting_by(
    resolver: Resolver, *, judge: Callable[[Addresses], None] = _any
) -> type[HTTPSConnection]:
    """Return the class of connections to one of the addresses that a name has now.

    Args:
        resolver: Finds addresses.
        judge: Raises where nobody may connect to them.
    """

    class Connection(HTTPSConnection):
        """Connects to one of the addresses that its name has now."""

        def _new_conn(self) -> socket.socket:
            given = self.timeout if isinstance(self.timeout, int | float) else CONNECT_SECONDS
            until = time.monotonic() + given
            try:
                found = resolver.addresses(self.host, until=until)
            except ResolveError as exc:
                raise NewConnectionError(self, str(exc)) from exc
            judge(found)
            return connect_to(self, found, until=until)

    return Connection


def connect_to(connection: HTTPSConnection, addresses: Addresses, *, until: float) -> socket.socket:
    """Try one address after the other, each with its share of the time.

    Args:
        connection: Its port and options are used.
        addresses: In this order.
        until: Instant of ``time.monotonic``.

    Raises:
        NewConnectionError: None took it, or, as its kin ConnectTimeoutError, none in time.
    """
    problem: OSError | None = None
    for number, address in enumerate(addresses):
        share = (until - time.monotonic()) / (len(addresses) - number)
        if share <= 0:
            break
        try:
            return urllib3.util.connection.create_connection(
                (address, connection.port), share, socket_options=connection.socket_options
            )
        except TimeoutError:
            continue
        except OSError as exc:
            problem = exc
    if problem is None:
        raise ConnectTimeoutError(connection, "connecting to it timed out")
    raise NewConnectionError(connection, str(problem)) from problem
