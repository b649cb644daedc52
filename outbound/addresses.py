# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Names resolved once, in bounded time, and which addresses are public.

Whoever checks an address must connect to the same one: a name can resolve to another address the
next time it is asked (DNS rebinding, peers.md §3 row 30).
"""

import socket
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeoutError
from contextlib import suppress
from ipaddress import IPv4Address, IPv6Network, ip_address

_NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052 §2.1: a gateway takes it to the IPv4 address in it
_NAT64_LOCAL = IPv6Network("64:ff9b:1::/48")  # RFC 8215
_MISLEADING = tuple(
    IPv6Network(text)
    for text in (
        "::/96",  # RFC 4291 §2.5.5.1: an IPv4 address behind zeros
        "::ffff:0:0:0/96",  # RFC 2765 §2.1, RFC 7915: a translator takes it to the IPv4 address
        "fec0::/10",  # RFC 3879: site-local, and some sites still are
        "3fff::/20",  # RFC 9637: documentation
        "5f00::/16",  # RFC 9602: segments inside of one network
    )
)
"""Addresses that the standard library of some versions of Python takes for global ones."""
_THREADS = 16
_MOST = 8


class ResolveError(Exception):
    """A name has no address, or none in time."""


def look_up(host: str) -> tuple[str, ...]:
    """Ask the system for the addresses of a name, in its order; this may take very long.

    Raises:
        OSError: There is none.
        UnicodeError: A label is empty or too long (RFC 3490).
    """
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(entry[4][0]).partition("%")[0] for entry in found))


class Resolver:
    """Resolves names in threads of its own, because nothing else can end a resolution in time.

    Args:
        look_up: Asks the system.
    """

    def __init__(self, look_up: Callable[[str], tuple[str, ...]] = look_up) -> None:
        self._look_up = look_up
        self._pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="resolver")

    def addresses(self, host: str, *, until: float) -> tuple[str, ...]:
        """Return the first addresses of a host, which may be an address itself.

        Args:
            host: Name or address, the latter with or without brackets.
            until: Instant of ``time.monotonic``.

        Raises:
            ResolveError: There is none in time.
        """
        bare = host.strip("[]")
        with suppress(ValueError):
            return (str(ip_address(bare)),)
        asked = self._pool.submit(self._look_up, bare)
        try:
            found = asked.result(max(0.0, until - time.monotonic()))
        except FutureTimeoutError as exc:
            asked.cancel()
            raise ResolveError("its name could not be resolved in time") from exc
        except (OSError, UnicodeError) as exc:
            raise ResolveError(f"its name cannot be resolved ({exc})") from exc
        return found[:_MOST]


def is_public(text: str) -> bool:
    """Tell whether an address is reachable from everywhere, whatever it is wrapped in."""
    address = ip_address(text)
    if isinstance(address, IPv4Address):
        return address.is_global and not address.is_multicast
    if address in _NAT64_LOCAL or any(address in each for each in _MISLEADING):
        return False
    wrapped = address.ipv4_mapped or address.sixtofour
    if address in _NAT64:
        wrapped = IPv4Address(int(address) & 0xFFFFFFFF)
    if wrapped is not None:
        return is_public(str(wrapped))
    return address.is_global and not address.is_multicast
