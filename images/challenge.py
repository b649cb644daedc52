# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What a registry asks for with a 401, read without trust (RFC 9110 §11.6.1, RFC 6750 §3)."""

from collections.abc import Sequence
from dataclasses import dataclass

import urllib3
from werkzeug.datastructures import WWWAuthenticate

from images.errors import ImageUnavailableError
from images.registries import Registry

_LONGEST = 4096
_MOST = 8
_HUB = ("docker.io", "auth.docker.io")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearer:
    """Ask this service for a token.

    Attributes:
        realm: URL, https, on a host that may see the credentials.
        service: What the token is for; empty where the registry names none.
    """

    realm: str
    service: str


class Basic:
    """Show user and password."""


Challenge = Bearer | Basic


def read_challenge(lines: Sequence[str], registry: Registry) -> Challenge | None:
    """Return what can be answered: a token before a password; None where nothing can.

    Args:
        lines: Each ``WWW-Authenticate`` header as it came.
        registry: Who asks, and to which hosts its credentials may go.

    Raises:
        ImageUnavailableError: The realm may not see the credentials, or is no URL.
    """
    basic: Basic | None = None
    for line in lines[:_MOST]:
        if len(line) > _LONGEST:
            continue
        challenge = WWWAuthenticate.from_header(line)
        if challenge is None:
            continue
        if challenge.type == "bearer":
            realm = challenge.parameters.get("realm") or ""
            _require_own(realm, registry)
            return Bearer(realm=realm, service=challenge.parameters.get("service") or "")
        if challenge.type == "basic":
            basic = Basic()
    return basic


def _require_own(realm: str, registry: Registry) -> None:
    """Let credentials go to the registry's own host, or to one that the operator has listed."""
    try:
        url = urllib3.util.parse_url(realm)
    except ValueError as exc:
        raise ImageUnavailableError(
            f"registry {registry.host} names a token service that is no URL: {realm[:100]!r}"
        ) from exc
    if url.scheme != "https" or not url.host or url.auth or url.fragment or url.query:
        raise ImageUnavailableError(
            f"registry {registry.host} names the token service {realm[:100]!r}, which is not an "
            "https URL without credentials and query"
        )
    if url.netloc == registry.host or url.netloc in registry.token_hosts:
        return
    if (registry.host, url.netloc) == _HUB:
        return
    raise ImageUnavailableError(
        f"registry {registry.host} names the token service {url.netloc}: list it under tokenHosts "
        "of this registry in the registries file if it is yours"
    )
