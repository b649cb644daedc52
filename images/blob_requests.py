# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A blob asked for, wherever its registry says that it is; credentials do not go along.

Source: OCI distribution-spec v1.1 "Pulling blobs".
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

import urllib3

from images.access import Access
from images.authorization import anonymous
from images.client import Client
from images.errors import ImageUnavailableError, PrivateAddressError
from images.exchange import Errand, open_url
from images.redirects import redirect_target
from images.registries import Registries, Registry
from images.urls import REDIRECTS, access_of, authority, require_ok, url_of

_MOST_REDIRECTS = 3


@contextmanager
def open_blob(
    client: Client,
    registries: Registries,
    errand: Errand,
    digest: str,
    *,
    headers: Mapping[str, str],
    moved_to: str | None = None,
) -> Iterator[urllib3.BaseHTTPResponse]:
    """Give the answer with a blob, its body unread; at most three redirects are followed.

    Args:
        client: Sends the requests.
        registries: How to ask the hosts of redirects.
        errand: Of what image.
        digest: Of the blob.
        headers: Beside those that show who asks.
        moved_to: Where the registry has redirected to already, as sent.

    Raises:
        ImageUnavailableError: No answer could be had, or it is elsewhere where we do not go.
    """
    access, authorize, deadline = access_of(errand), errand.authorize, errand.deadline
    registry, url = access.registry, url_of(access, f"blobs/{digest}")
    for moves in range(_MOST_REDIRECTS + 1):
        location = None if moves else moved_to
        if location is None:
            request = open_url(
                client, url, access=access, authorize=authorize, headers=headers, deadline=deadline
            )
            with _told_of_moves(registry, moves), request as response:
                if response.status not in REDIRECTS:
                    require_ok(response, registry)
                    yield response
                    return
                location = response.headers.get("Location", "")
        target = redirect_target(location, base=url, registry=registry)
        host = authority(target)
        if host != authority(url):
            access, authorize = _elsewhere(access, registries, host), anonymous
        url = target
    raise ImageUnavailableError(f"registry {registry.host} redirects a blob too many times")


def _elsewhere(access: Access, registries: Registries, host: str) -> Access:
    """Neither the credentials nor the authorities of one host are another's."""
    return replace(access, registry=registries.find(host) or Registry(host=host, listed=False))


@contextmanager
def _told_of_moves(registry: Registry, moves: int) -> Iterator[None]:
    try:
        yield
    except PrivateAddressError as exc:
        if not moves:
            raise
        raise ImageUnavailableError(
            f"registry {registry.host} redirects a blob to an address inside: {exc}"
        ) from exc
