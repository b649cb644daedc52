# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Connections to addresses that were checked: resolved once, judged, and connected to as judged.

The name stays what it is for SNI and for the verification of the certificate.
"""

import socket
import ssl
import time

import urllib3
from urllib3.connection import HTTPSConnection
from urllib3.exceptions import NewConnectionError

from images.errors import PrivateAddressError
from images.kept import KeptPool
from outbound.addresses import ResolveError, Resolver, is_public
from outbound.connecting import connect_to

_CONNECT_SECONDS = 2.0
_KEPT = 24
"""Connections to one host: as many as can ask at a time, so that none is made in vain."""
_HOSTS = 64


def connections(
    context: ssl.SSLContext, resolver: Resolver, *, public_only: bool
) -> urllib3.PoolManager:
    """Return a pool of connections with these authorities.

    Args:
        context: Verifies who is connected to.
        resolver: Finds addresses.
        public_only: Connect to no loopback, link-local or private address, whatever names it.
    """

    class Connection(HTTPSConnection):
        """Connects to one of the addresses that its name has now."""

        def _new_conn(self) -> socket.socket:
            given = self.timeout if isinstance(self.timeout, int | float) else _CONNECT_SECONDS
            until = time.monotonic() + given
            try:
                found = resolver.addresses(self.host, until=until)
            except ResolveError as exc:
                raise NewConnectionError(self, str(exc)) from exc
            if public_only and not all(is_public(address) for address in found):
                raise PrivateAddressError("has an address that is not public")
            return connect_to(self, found, until=until)

    class Pool(KeptPool):
        """Connections to one host."""

        ConnectionCls = Connection

    manager = urllib3.PoolManager(num_pools=_HOSTS, ssl_context=context, maxsize=_KEPT)
    manager.pool_classes_by_scheme = {"https": Pool}
    return manager
