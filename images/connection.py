# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Connections to addresses that were checked: resolved once, judged, and connected to as judged.

The name stays what it is for SNI and for the verification of the certificate.
"""

import ssl

import urllib3

from images.errors import PrivateAddressError
from images.kept import KeptPool
from outbound.addresses import Resolver, is_public
from outbound.connecting import connecting_by

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

    def judge(addresses: tuple[str, ...]) -> None:
        if public_only and not all(is_public(address) for address in addresses):
            raise PrivateAddressError("has an address that is not public")

    class Pool(KeptPool):
        """Connections to one host."""

        ConnectionCls = connecting_by(resolver, judge=judge)

    manager = urllib3.PoolManager(num_pools=_HOSTS, ssl_context=context, maxsize=_KEPT)
    manager.pool_classes_by_scheme = {"https": Pool}
    return manager
