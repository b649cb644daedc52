# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Where the distribution API of a registry is, and what the statuses of its answers mean."""

from urllib.parse import quote

import urllib3

from images.access import Access
from images.errors import (
    ImageUnavailableError,
    RefusedError,
    TooManyRequestsError,
    UnreachableError,
)
from images.exchange import Errand
from images.patience import retry_after
from images.registries import Registry

REDIRECTS = frozenset({301, 302, 303, 307, 308})
_HUB, _HUB_API = "docker.io", "registry-1.docker.io"


def access_of(errand: Errand) -> Access:
    """Return what is asked for."""
    reference = errand.reference
    return Access(
        registry=errand.registry,
        repository=reference.repository,
        behind=reference.registry if errand.registry.host != reference.registry else "",
    )


def url_of(access: Access, what: str) -> str:
    """Return where the API is: Docker Hub's is not under its name.

    A mirror is told for whom it answers, as containerd does it (its "Registry Configuration", ns).
    """
    host = _HUB_API if access.registry.host == _HUB else access.registry.host
    query = f"?ns={quote(access.behind)}" if access.behind else ""
    return f"https://{host}/v2/{access.repository}/{what}{query}"


def authority(url: str) -> str:
    """Return host and port of a URL."""
    return urllib3.util.parse_url(url).netloc or ""


def require_ok(response: urllib3.BaseHTTPResponse, registry: Registry) -> None:
    """Tell people what an error status of a registry means.

    Raises:
        ImageUnavailableError: It is one.
    """
    status = response.status
    if status in (200, 206):
        return
    if status in (401, 403):
        raise RefusedError(f"registry {registry.host} refuses the credentials ({status})")
    if status == 429:
        seconds = retry_after(response.headers.get("Retry-After", ""))
        raise TooManyRequestsError(f"registry {registry.host} answers 429", seconds=seconds)
    if status == 404:
        why = "has no such image (404)"
    elif status in REDIRECTS:
        why = "redirects a manifest elsewhere, which is not followed"
    elif status >= 500:
        raise UnreachableError(f"registry {registry.host} answers {status}")
    else:
        why = f"answers {status}"
    raise ImageUnavailableError(f"registry {registry.host} {why}")
