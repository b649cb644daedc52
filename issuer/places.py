# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The objects that the issuer reads and writes, found by name."""

from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from certs.errors import CertsError
from certs.reading import authorities_in
from cluster.configurations import GROUP_VERSION, PLURALS
from cluster.errors import NotFoundError
from issuer.neighbours import Objects
from trust import configuration

FIELD_MANAGER = "bondstone-issuer"
BUNDLE = "ca.crt"
AUTHORITIES = "bondstone.dev/authorities"
"""Annotation of what reads a bundle only when it starts: the bundle that it was started for."""
CONFIGURATIONS = ("MutatingWebhookConfiguration", "ValidatingWebhookConfiguration")
CONFIGURATION = "bondstone"
_UNREADABLE = "unreadable"
"""Stands for what is no authority of ours, and so never is what it should be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One object: where it is, what it is, and what was found there (None: nothing)."""

    path: str
    api_version: str
    kind: str
    name: str
    namespace: str = ""
    raw: Mapping[str, Any] | None = None

    @property
    def metadata(self) -> dict[str, object]:
        """Return what names it, and lets a write fail where it was changed meanwhile."""
        found: dict[str, object] = {"name": self.name}
        if self.namespace:
            found["namespace"] = self.namespace
        if self.raw is None:
            return found
        there = self.raw["metadata"]
        return {**found, "uid": there["uid"], "resourceVersion": there["resourceVersion"]}

    @property
    def uid(self) -> str:
        """metadata.uid, empty where there is no object."""
        return "" if self.raw is None else str(self.raw["metadata"]["uid"])

    @property
    def content(self) -> Mapping[str, bytes]:
        """Return what a Secret holds; what is no base64 is nothing."""
        found = (self.raw or {}).get("data") or {}
        return {str(key): _decoded(value) for key, value in found.items()}

    def document(self, **more: object) -> dict[str, object]:
        """Return a document of it for server-side apply."""
        kind = {"apiVersion": self.api_version, "kind": self.kind}
        return {**kind, "metadata": self.metadata, **more}


def find_secret(objects: Objects, namespace: str, name: str) -> Place:
    """Return a Secret."""
    path = f"/api/v1/namespaces/{namespace}/secrets/{name}"
    return _found(
        objects, Place(path=path, api_version="v1", kind="Secret", namespace=namespace, name=name)
    )


def find_configuration(objects: Objects, kind: str) -> Place:
    """Return one of our webhook configurations."""
    path = f"/apis/{GROUP_VERSION}/{PLURALS[kind]}/{CONFIGURATION}"
    return _found(
        objects, Place(path=path, api_version=GROUP_VERSION, kind=kind, name=CONFIGURATION)
    )


def find_deployment(objects: Objects, namespace: str, name: str) -> Place:
    """Return a Deployment."""
    path = f"/apis/apps/v1/namespaces/{namespace}/deployments/{name}"
    return _found(
        objects,
        Place(path=path, api_version="apps/v1", kind="Deployment", namespace=namespace, name=name),
    )


def bundles_of(place: Place) -> Iterator[bytes]:
    """Yield each bundle that is in an object: one of a Secret, one of each entry that calls us."""
    if place.kind == "Secret":
        yield place.content.get(BUNDLE, b"")
        return
    yield from map(_decoded, configuration.bundles_of(place.raw or {}).values())


def believed(place: Place) -> frozenset[str]:
    """Return who is believed in an object; where its bundles differ, nobody that we know."""
    found = {_ids(bundle) for bundle in bundles_of(place)}
    return found.pop() if len(found) == 1 else frozenset({_UNREADABLE})


def encoded(content: bytes) -> str:
    """Return bytes as the API has them."""
    return b64encode(content).decode()


def _ids(bundle: bytes) -> frozenset[str]:
    try:
        return frozenset(authorities_in(bundle))
    except CertsError:
        return frozenset({_UNREADABLE})


def _decoded(value: object) -> bytes:
    try:
        return b64decode(str(value), validate=True)
    except ValueError:
        return b""


def _found(objects: Objects, empty: Place) -> Place:
    try:
        return replace(empty, raw=objects.get(empty.path))
    except NotFoundError:
        return empty
