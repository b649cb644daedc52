# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Pull secrets read, and matched to an image as the kubelet does it.

Source: Kubernetes "Pull an Image from a Private Registry", k8s.io/kubernetes
pkg/credentialprovider (config.go, keyring.go).
"""

import json
import re
from base64 import b64decode
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from urllib.parse import urlsplit

from images.credential import Credential
from trust.reference import Reference

_JSON, _LEGACY = "kubernetes.io/dockerconfigjson", "kubernetes.io/dockercfg"
_KEYS = {_JSON: ".dockerconfigjson", _LEGACY: ".dockercfg"}
_HUB = "index.docker.io"
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")
"""Escaped in JSON it is read, and can be sent to nobody (RFC 7493 §2.1)."""
_LIMIT = 1024 * 1024
"""Bytes of a Secret (Kubernetes "Secrets"): none is larger."""


class PullSecretError(Exception):
    """A Secret is no pull secret; the text says why, and nothing of what is in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PullEntry:
    """For which images a credential is: a host, whose labels may be globs, and a path prefix."""

    host: str
    path: str
    credential: Credential

    @property
    def key(self) -> str:
        """How the kubelet sorts: the last one in the alphabet is tried first."""
        return self.host + self.path


def read_pull_secret(secret: Mapping[str, object]) -> tuple[PullEntry, ...]:
    """Read a Secret of either type.

    Raises:
        PullSecretError: It has another type, or is misshapen.
    """
    kind = secret.get("type")
    stored = secret.get("data")
    name = _KEYS.get(kind) if isinstance(kind, str) else None
    if name is None:
        raise PullSecretError(f"its type is not {_JSON} or {_LEGACY}")
    raw = stored.get(name) if isinstance(stored, dict) else None
    if not isinstance(raw, str) or len(raw) > 2 * _LIMIT:
        raise PullSecretError(f"it has no {name}")
    document = _parse(raw, name)
    hosts = document.get("auths") if kind == _JSON else document
    if not isinstance(hosts, dict):
        raise PullSecretError(f"{name} has no auths")
    return tuple(_entries(hosts))


def matching(entries: Iterable[PullEntry], reference: Reference) -> tuple[Credential, ...]:
    """Return the credentials for an image, the most specific first."""
    ordered = sorted(entries, key=lambda entry: entry.key, reverse=True)
    found = [entry.credential for entry in ordered if _matches(entry, reference)]
    if reference.registry == "docker.io":
        found += [entry.credential for entry in ordered if entry.key == _HUB]
    return tuple(dict.fromkeys(found))


def _parse(raw: str, name: str) -> dict[str, object]:
    try:
        document = json.loads(b64decode(raw, validate=True))
    except (ValueError, RecursionError):
        # Not chained: the text of the cause may hold what it could not read.
        raise PullSecretError(f"{name} is not base64 of JSON") from None
    if not isinstance(document, dict):
        raise PullSecretError(f"{name} is not an object")
    return document


def _entries(hosts: Mapping[str, object]) -> Iterator[PullEntry]:
    """Read each host; one that is misshapen is left out, as the kubelet does."""
    for where, value in hosts.items():
        credential = _credential(value) if isinstance(value, dict) else None
        if credential is None:
            continue
        try:
            url = urlsplit(
                where if where.startswith(("https://", "http://")) else f"https://{where}"
            )
        except ValueError:
            continue
        path = url.path
        for version in ("/v1/", "/v2/"):
            path = path[3:] if path.startswith(version) else path
        yield PullEntry(
            host=url.netloc.lower(), path="" if path == "/" else path, credential=credential
        )


def _credential(fields: Mapping[str, object]) -> Credential | None:
    username, password = fields.get("username"), fields.get("password")
    identity, auth = fields.get("identitytoken"), fields.get("auth")
    if isinstance(auth, str) and auth:
        try:
            username, _, password = b64decode(auth, validate=True).decode().partition(":")
        except ValueError:  # not ASCII, not base64, or not UTF-8
            return None
        password = password.rstrip("\x00")
    if any(
        isinstance(each, str) and _HALF_CHARACTER.search(each)
        for each in (username, password, identity)
    ):
        return None
    if isinstance(identity, str) and identity:
        return Credential(username="<token>", identity_token=identity)
    if not isinstance(username, str) or not isinstance(password, str) or not username:
        return None
    return Credential(username=username, password=password)


def _matches(entry: PullEntry, reference: Reference) -> bool:
    """Compare label by label, with equal ports and a path that begins alike."""
    wanted, _, wanted_port = entry.host.partition(":")
    host, _, port = reference.registry.partition(":")
    globs, labels = wanted.split("."), host.split(".")
    return (
        wanted_port == port
        and len(globs) == len(labels)
        and all(fnmatchcase(label, glob) for label, glob in zip(labels, globs, strict=True))
        and f"/{reference.repository}".startswith(entry.path)
    )
