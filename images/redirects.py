# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Where a registry may send us for a blob: over TLS, and not into private networks.

Redirects, realms and names that resolve inward are how a registry makes its caller ask for what
only the caller can reach (peers.md §3 row 30).
"""

import socket
from ipaddress import ip_address
from urllib.parse import urljoin

import urllib3

from images.errors import ImageUnavailableError
from images.registries import Registries, Registry


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
        if not ip_address(address).is_global:
            raise ImageUnavailableError(
                f"registry {registry.host} redirects a blob to {target.netloc}, which is not a "
                "public address: list it in the registries file if it is yours"
            )
    return url


def _addresses(host: str, port: int) -> set[str]:
    try:
        found = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as exc:  # UnicodeError: a label is empty or too long (RFC 3490)
        raise ImageUnavailableError(f"{host[:100]} cannot be resolved: {exc}") from exc
    return {str(entry[4][0]).partition("%")[0] for entry in found}
