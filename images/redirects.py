# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Where a registry may send us for a blob: over TLS, and not into private networks.

Redirects, realms and names that resolve inward are how a registry makes its caller ask for what
only the caller can reach (peers.md §3 row 30).
"""

import socket
from ipaddress import IPv4Address, IPv6Network, ip_address
from urllib.parse import urljoin

import urllib3

from images.errors import ImageUnavailableError
from images.registries import Registries, Registry

_NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052 §2.1: a gateway takes it to the IPv4 address in it
_NAT64_LOCAL = IPv6Network("64:ff9b:1::/48")  # RFC 8215


def redirect_target(location: str, *, base: str, registry: Registry, registries: Registries) -> str:
    """Return the URL that a redirect names; it must not leave TLS or the public network.

    A host that the operator has listed by name may be anywhere.

    Args:
        location: As sent, possibly relative.
        base: The URL that was asked for.
        registry: Who redirects.
        registries: Hosts that are listed.

    Raises:
        ImageUnavailableError: It is refused; the text names registry and target.
    """
    try:
        url = urljoin(base, location)
        target = urllib3.util.parse_url(url)
    except ValueError as exc:
        raise ImageUnavailableError(
            f"registry {registry.host} redirects a blob to {location[:100]!r}, which is not a URL"
        ) from exc
    if target.scheme != "https" or not target.host:
        raise ImageUnavailableError(
            f"registry {registry.host} redirects a blob to {url[:100]!r}, which is not https"
        )
    if target.netloc in registries.by_host or target.netloc == registry.host:
        return url
    for address in _addresses(target.host, target.port or 443):
        if not _is_public(address):
            raise ImageUnavailableError(
                f"registry {registry.host} redirects a blob to {target.netloc}, which is not a "
                "public address: list it in the registries file if it is yours"
            )
    return url


def _is_public(text: str) -> bool:
    """Tell whether an address is reachable from everywhere, whatever it is wrapped in."""
    address = ip_address(text)
    if isinstance(address, IPv4Address):
        return address.is_global
    if address in _NAT64_LOCAL:
        return False
    wrapped = address.ipv4_mapped or address.sixtofour
    if address in _NAT64:
        wrapped = IPv4Address(int(address) & 0xFFFFFFFF)
    return address.is_global if wrapped is None else wrapped.is_global


def _addresses(host: str, port: int) -> set[str]:
    try:
        found = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as exc:  # UnicodeError: a label is empty or too long (RFC 3490)
        raise ImageUnavailableError(f"{host[:100]} cannot be resolved: {exc}") from exc
    return {str(entry[4][0]).partition("%")[0] for entry in found}
