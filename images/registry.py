# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The two requests of the distribution API that judging needs: a manifest, the head of a blob.

Source: OCI distribution-spec v1.1 "Pulling manifests", "Pulling blobs".
"""

from dataclasses import dataclass, replace

import urllib3

from images.access import Access
from images.authorization import anonymous
from images.blob import HEAD_BYTES, read_head
from images.body import read_body
from images.client import Client
from images.digest import digest_of
from images.errors import (
    ImageUnavailableError,
    PrivateAddressError,
    RefusedError,
    RuleBrokenError,
    UnreachableError,
)
from images.exchange import Errand, open_url
from images.media_types import MANIFEST_TYPES
from images.redirects import redirect_target
from images.registries import Registries, Registry
from trust.reference import Reference

MANIFEST_LIMIT = 4 * 1024 * 1024
"""Bytes: what registries accept at most (distribution-spec "Pushing manifests")."""
_MOST_REDIRECTS = 3
_ACCEPT = ", ".join(sorted(MANIFEST_TYPES))
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A manifest or an index as it came: raw bytes, its type, and the digest of the bytes."""

    content: bytes
    media_type: str
    digest: str


class RegistryApi:
    """Asks registries, and only those that are allowed.

    Args:
        registries: Who may be asked, and how.
        client: Sends the requests.
    """

    def __init__(self, registries: Registries, client: Client) -> None:
        self._registries = registries
        self._client = client

    def require_allowed(self, reference: Reference) -> Registry:
        """Return how to ask the registry of an image (step 0).

        Raises:
            RuleBrokenError: The registry is not on the allow-list.
        """
        registry = self._registries.find(reference.registry)
        if registry is None:
            raise RuleBrokenError(
                "registry-not-allowed", f"registry {reference.registry} is not on the allow-list"
            )
        return registry

    def manifest(self, errand: Errand, wanted: str) -> Document:
        """Get a manifest by tag or digest (step 1); its digest is computed from the raw bytes.

        Raises:
            ImageUnavailableError: No answer could be had, or not the bytes that were asked for.
        """
        access = _access(errand)
        registry = access.registry
        with open_url(
            self._client,
            _url(access, f"manifests/{wanted}"),
            access=access,
            authorize=errand.authorize,
            headers={"Accept": _ACCEPT},
            deadline=errand.deadline,
        ) as response:
            _require_ok(response, registry)
            try:
                content = read_body(response, limit=MANIFEST_LIMIT, deadline=errand.deadline)
            except ImageUnavailableError as exc:
                raise type(exc)(f"registry {registry.host}: {exc}") from exc
            media_type = response.headers.get("Content-Type", "").partition(";")[0].strip()
            said = response.headers.get("Docker-Content-Digest")
        digest = digest_of(content, wanted=wanted, said=said, host=registry.host)
        return Document(content=content, media_type=media_type, digest=digest)

    def blob_head(self, errand: Errand, digest: str, *, size: int) -> bytes:
        """Get the first bytes of a blob of so many bytes; redirects go without credentials (6).

        Raises:
            ImageUnavailableError: No answer could be had, or less than the blob has.
        """
        access, authorize, deadline = _access(errand), errand.authorize, errand.deadline
        registry, url = access.registry, _url(access, f"blobs/{digest}")
        span = {"Range": f"bytes=0-{HEAD_BYTES - 1}"}
        for moves in range(_MOST_REDIRECTS + 1):
            try:
                with open_url(
                    self._client, url, access=access, authorize=authorize, headers=span,
                    deadline=deadline,
                ) as response:  # fmt: skip
                    if response.status not in _REDIRECTS:
                        _require_ok(response, registry)
                        return read_head(response, registry, size=size, deadline=deadline)
                    location = response.headers.get("Location", "")
            except PrivateAddressError as exc:
                if not moves:
                    raise
                raise ImageUnavailableError(
                    f"registry {registry.host} redirects a blob to an address inside: {exc}"
                ) from exc
            target = redirect_target(location, base=url, registry=registry)
            host = _authority(target)
            if host != _authority(url):
                # Neither the credentials nor the authorities of one host are another's.
                other = self._registries.find(host) or Registry(host=host, listed=False)
                access, authorize = replace(access, registry=other), anonymous
            url = target
        raise ImageUnavailableError(f"registry {registry.host} redirects a blob too many times")


def _access(errand: Errand) -> Access:
    return Access(registry=errand.registry, repository=errand.reference.repository)


def _require_ok(response: urllib3.BaseHTTPResponse, registry: Registry) -> None:
    """Tell people what an error status of a registry means."""
    status = response.status
    if status in (200, 206):
        return
    if status in (401, 403):
        raise RefusedError(f"registry {registry.host} refuses the credentials ({status})")
    if status == 404:
        why = "has no such image (404)"
    elif status in _REDIRECTS:
        why = "redirects a manifest elsewhere, which is not followed"
    elif status == 429 or status >= 500:
        raise UnreachableError(f"registry {registry.host} answers {status}")
    else:
        why = f"answers {status}"
    raise ImageUnavailableError(f"registry {registry.host} {why}")


def _url(access: Access, what: str) -> str:
    """Return where the API is: Docker Hub's is not under its name."""
    host = access.registry.host
    host = "registry-1.docker.io" if host == "docker.io" else host
    return f"https://{host}/v2/{access.repository}/{what}"


def _authority(url: str) -> str:
    return urllib3.util.parse_url(url).netloc or ""
