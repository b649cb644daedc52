# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What is asked of a registry: a manifest, the head of a blob, a configuration of an image.

Source: OCI distribution-spec v1.1 "Pulling manifests", "Pulling blobs".
"""

from dataclasses import dataclass
from typing import Protocol

from images.blob import HEAD_BYTES, read_head
from images.blob_requests import open_blob
from images.body import read_body
from images.client import Client
from images.digest import digest_of
from images.errors import ImageUnavailableError
from images.exchange import Errand, open_url
from images.media_types import MANIFEST_TYPES
from images.registries import Registries
from images.urls import access_of, require_ok, url_of

MANIFEST_LIMIT = 4 * 1024 * 1024
"""Bytes: what registries accept at most (distribution-spec "Pushing manifests")."""
CONFIG_LIMIT = 1024 * 1024
"""Bytes of a configuration that is looked into."""
_ACCEPT = ", ".join(sorted(MANIFEST_TYPES))


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A manifest or an index as it came: raw bytes, its type, and the digest of the bytes."""

    content: bytes
    media_type: str
    digest: str


class Source(Protocol):
    """Serves what an image consists of."""

    def manifest(self, errand: Errand, wanted: str) -> Document:
        """Get a manifest by tag or digest.

        Raises:
            ImageUnavailableError: No answer could be had, or not the bytes that were asked for.
        """
        ...

    def blob_head(self, errand: Errand, digest: str, *, size: int) -> bytes:
        """Get the first bytes of a blob of so many bytes.

        Raises:
            ImageUnavailableError: No answer could be had, or less than the blob has.
        """
        ...

    def config(self, errand: Errand, digest: str) -> bytes:
        """Get the whole of a small blob.

        Raises:
            ImageUnavailableError: No answer could be had, or not the bytes that were asked for.
        """
        ...


class RegistryApi:
    """Asks registries.

    Args:
        registries: Who may be asked, and how.
        client: Sends the requests.
    """

    def __init__(self, registries: Registries, client: Client) -> None:
        self._registries = registries
        self._client = client

    def manifest(self, errand: Errand, wanted: str) -> Document:
        """Get a manifest by tag or digest (step 1); its digest is computed from the raw bytes."""
        access, host = access_of(errand), errand.registry.host
        with open_url(
            self._client,
            url_of(access, f"manifests/{wanted}"),
            access=access,
            authorize=errand.authorize,
            headers={"Accept": _ACCEPT},
            deadline=errand.deadline,
        ) as response:
            require_ok(response, errand.registry)
            try:
                content = read_body(response, limit=MANIFEST_LIMIT, deadline=errand.deadline)
            except ImageUnavailableError as exc:
                raise type(exc)(f"registry {host}: {exc}") from exc
            media_type = response.headers.get("Content-Type", "").partition(";")[0].strip()
            said = response.headers.get("Docker-Content-Digest")
        digest = digest_of(content, wanted=wanted, said=said, host=host)
        return Document(content=content, media_type=media_type, digest=digest)

    def blob_head(self, errand: Errand, digest: str, *, size: int) -> bytes:
        """Get the first bytes of a blob; redirects go without credentials (step 6)."""
        span = {"Range": f"bytes=0-{HEAD_BYTES - 1}"}
        with open_blob(self._client, self._registries, errand, digest, headers=span) as response:
            return read_head(response, errand.registry, size=size, deadline=errand.deadline)

    def config(self, errand: Errand, digest: str) -> bytes:
        """Get a configuration, whose bytes must have the digest."""
        with open_blob(self._client, self._registries, errand, digest, headers={}) as response:
            content = read_body(response, limit=CONFIG_LIMIT, deadline=errand.deadline)
        digest_of(content, wanted=digest, said=None, host=errand.registry.host)
        return content
