# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Where a registry may send us for a blob: over TLS, to a URL that can be read in one way.

Redirects, realms and names that resolve inward are how a registry makes its caller ask for what
only the caller can reach (peers.md §3 row 30). Addresses are checked where the connection is made
(``images.connection``), for a name can have another one a moment later.
"""

import re
from urllib.parse import urljoin

import urllib3

from images.errors import ImageUnavailableError
from images.registries import Registry

_CREDENTIALS = re.compile(r"//[^/]*@")


def redirect_target(location: str, *, base: str, registry: Registry) -> str:
    """Return the URL that a redirect names; it must not leave TLS.

    Args:
        location: As sent, possibly relative.
        base: The URL that was asked for.
        registry: Who redirects.

    Raises:
        ImageUnavailableError: It is refused; the text names registry and target.
    """
    try:
        url = urljoin(base, location)
        target = urllib3.util.parse_url(url)
    except ValueError as exc:
        raise ImageUnavailableError(
            f"registry {registry.host} redirects a blob to {_shown(location)!r}, which is not a URL"
        ) from exc
    if target.scheme != "https" or not target.host or target.auth:
        raise ImageUnavailableError(
            f"registry {registry.host} redirects a blob to {_shown(url)!r}, which is not https "
            "without credentials"
        )
    return url


def _shown(url: str) -> str:
    """Return a URL without what may open a storage: a query with a signature, credentials."""
    return _CREDENTIALS.sub("//", url.partition("?")[0])[:100]
