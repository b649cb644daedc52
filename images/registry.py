# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The two requests of the distribution API that judging needs: a manifest, the head of a blob.

Source: OCI distribution-spec v1.1 "Pulling manifests", "Pulling blobs".
"""

import time
from dataclasses import dataclass

import urllib3

from images.authorization import authorization_for
from images.client import Client, read_body
from images.digest import digest_of
from images.errors import ImageUnavailableError, RuleBrokenError
from images.media_types import MANIFEST_TYPES
from images.redirects import redirect_target
from images.registries import Registries, Registry
from trust.reference import Reference

MANIFEST_LIMIT = 4 * 1024 * 1024
"""Bytes: what registries accept at most (distribution-spec "Pushing manifests")."""
HEAD_BYTES = 512
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

    def manifest(self, reference: Reference, wanted: str, *, deadline: float) -> Document:
        """Get a manifest by tag or digest (step 1); its digest is computed from the raw bytes.

        Raises:
            RuleBrokenError: The registry is not allowed, or its answer is no manifest.
            ImageUnavailableError: No answer could be had, or not the bytes that were asked for.
        """
        registry = self.require_allowed(reference)
        url = f"https://{_host(registry)}/v2/{reference.repository}/manifests/{wanted}"
        headers = {"Accept": _ACCEPT, **authorization_for(registry).headers()}
        with self._client.get(
            url, headers=headers, ca_file=registry.ca_file, deadline=deadline
        ) as response:
            _require_ok(response, registry)
            try:
                content = read_body(response, limit=MANIFEST_LIMIT, deadline=deadline)
            except ImageUnavailableError as exc:
                raise ImageUnavailableError(f"registry {registry.host}: {exc}") from exc
            media_type = response.headers.get("Content-Type", "").partition(";")[0].strip()
            said = response.headers.get("Docker-Content-Digest")
        digest = digest_of(content, wanted=wanted, said=said, host=registry.host)
        return Document(content=content, media_type=media_type, digest=digest)

    def blob_head(self, reference: Reference, digest: str, *, size: int, deadline: float) -> bytes:
        """Get the first bytes of a blob of so many bytes; redirects go without credentials (6).

        Raises:
            ImageUnavailableError: No answer could be had, or less than the blob has.
        """
        registry = self.require_allowed(reference)
        url = f"https://{_host(registry)}/v2/{reference.repository}/blobs/{digest}"
        headers, ca_file = authorization_for(registry).headers(), registry.ca_file
        for _ in range(_MOST_REDIRECTS + 1):
            headers["Range"] = f"bytes=0-{HEAD_BYTES - 1}"
            with self._client.get(
                url, headers=headers, ca_file=ca_file, deadline=deadline
            ) as response:
                if response.status not in _REDIRECTS:
                    _require_ok(response, registry)
                    return _head(response, registry, size=size, deadline=deadline)
                location = response.headers.get("Location", "")
            target = redirect_target(
                location, base=url, registry=registry, registries=self._registries
            )
            if _authority(target) != _authority(url):
                # Neither the credentials nor the authorities of one host are another's.
                known = self._registries.find(_authority(target))
                headers, ca_file = {}, known.ca_file if known else None
            url = target
        raise ImageUnavailableError(f"registry {registry.host} redirects a blob too many times")


def _head(
    response: urllib3.BaseHTTPResponse, registry: Registry, *, size: int, deadline: float
) -> bytes:
    """Read what was asked for; a server that ignores Range is not read any further."""
    head = b""
    try:
        while piece := response.read1(HEAD_BYTES - len(head)):
            head += piece
            if time.monotonic() > deadline:
                raise ImageUnavailableError(f"registry {registry.host} sent a layer too slowly")
    except (urllib3.exceptions.HTTPError, OSError) as exc:
        raise ImageUnavailableError(f"registry {registry.host}: a layer broke off: {exc}") from exc
    wanted = min(size, HEAD_BYTES)
    if len(head) < wanted:
        raise ImageUnavailableError(
            f"registry {registry.host} served {len(head)} of {wanted} bytes of a layer"
        )
    return head


def _require_ok(response: urllib3.BaseHTTPResponse, registry: Registry) -> None:
    """Tell people what an error status of a registry means."""
    status = response.status
    if status in (200, 206):
        return
    if status == 401 and response.headers.get("WWW-Authenticate", "").lower().startswith("bearer"):
        why = "asks for a token, which this version cannot get"
    elif status in (401, 403):
        why = f"refuses the credentials ({status})"
    elif status == 404:
        why = "has no such image (404)"
    elif status in _REDIRECTS:
        why = "redirects a manifest elsewhere, which is not followed"
    else:
        why = f"answers {status}"
    raise ImageUnavailableError(f"registry {registry.host} {why}")


def _host(registry: Registry) -> str:
    """Return where the API is: Docker Hub's is not under its name."""
    return "registry-1.docker.io" if registry.host == "docker.io" else registry.host


def _authority(url: str) -> str:
    return urllib3.util.parse_url(url).netloc or ""
