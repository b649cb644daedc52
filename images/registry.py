# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What is asked of a registry: a manifest, the head of a blob, a configuration of an image.

Source: OCI distribution-spec v1.1 "Pulling manifests", "Pulling blobs".
"""

from dataclasses import dataclass
from typing import Protocol

import urllib3

from images.ahead import Ahead
from images.blob import HEAD_RANGE, read_head
from images.blob_requests import open_blob
from images.body import read_body
from images.client import Client
from images.digest import digest_of
from images.errors import ImageUnavailableError
from images.exchange import Errand, open_url
from images.media_types import ACCEPTED
from images.registries import Registries
from images.urls import REDIRECTS, access_of, require_ok, url_of

MANIFEST_LIMIT = 4 * 1024 * 1024
"""Bytes: what registries accept at most (distribution-spec "Pushing manifests")."""
CONFIG_LIMIT = 1024 * 1024
"""Bytes of a configuration that is looked into."""


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

    def manifest(self, errand: Errand, wanted: str, *, ahead: Ahead | None = None) -> Document:
        """Get a manifest by tag or digest (step 1), perhaps asked for already."""
        if ahead is not None:
            with self._client.early.answer(ahead, errand.deadline) as early:
                if early is not None:
                    return _document(early, errand, wanted)
        access = access_of(errand)
        with open_url(
            self._client,
            url_of(access, f"manifests/{wanted}"),
            access=access,
            authorize=errand.authorize,
            headers={"Accept": ACCEPTED},
            deadline=errand.deadline,
        ) as response:
            return _document(response, errand, wanted)

    def blob_head(
        self, errand: Errand, digest: str, *, size: int, ahead: Ahead | None = None
    ) -> bytes:
        """Get the first bytes of a blob (step 6), perhaps asked for already.

        Redirects go without credentials.
        """
        registry, deadline, moved_to = errand.registry, errand.deadline, None
        if ahead is not None:
            with self._client.early.answer(ahead, deadline) as early:
                if early is not None and early.status in REDIRECTS:
                    moved_to = early.headers.get("Location", "")
                elif early is not None:
                    require_ok(early, registry)
                    return read_head(early, registry, size=size, deadline=deadline)
        with open_blob(
            self._client, self._registries, errand, digest, headers=HEAD_RANGE, moved_to=moved_to
        ) as response:
            return read_head(response, registry, size=size, deadline=deadline)

    def config(self, errand: Errand, digest: str) -> bytes:
        """Get a configuration, whose bytes must have the digest."""
        with open_blob(self._client, self._registries, errand, digest, headers={}) as response:
            content = read_body(response, limit=CONFIG_LIMIT, deadline=errand.deadline)
        digest_of(content, wanted=digest, said=None, host=errand.registry.host)
        return content


def _document(response: urllib3.BaseHTTPResponse, errand: Errand, wanted: str) -> Document:
    """Read a manifest; its digest is computed from the raw bytes."""
    host = errand.registry.host
    require_ok(response, errand.registry)
    try:
        content = read_body(response, limit=MANIFEST_LIMIT, deadline=errand.deadline)
    except ImageUnavailableError as exc:
        raise type(exc)(f"registry {host}: {exc}") from exc
    media_type = response.headers.get("Content-Type", "").partition(";")[0].strip()
    said = response.headers.get("Docker-Content-Digest")
    digest = digest_of(content, wanted=wanted, said=said, host=host)
    return Document(content=content, media_type=media_type, digest=digest)
