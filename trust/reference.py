# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Image references, read as the distribution grammar writes them.

Source: distribution/reference ``regexp.go`` and ``normalize.go``; OCI distribution-spec "Pulling
manifests". Policies (exemptions) and the registry client both need it, so it stands below both.
"""

import re
from dataclasses import dataclass, replace
from ipaddress import IPv6Address

from trust.errors import ImageReferenceError

_HOST = r"(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?\.)*[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?"
_REGISTRY = re.compile(rf"(?:{_HOST}|\[([0-9a-fA-F:]+)\])(?::([0-9]{{1,5}}))?")
_MOST_PORT = 65535
_PART = r"[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*"
_REPOSITORY = re.compile(rf"{_PART}(?:/{_PART})*")
_TAG = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}")
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128}")
_HEX_ID = re.compile(r"[0-9a-f]{64}")
_LONGEST_NAME = 255
_LONGEST_REFERENCE = _LONGEST_NAME + 1 + 128 + 1 + 135


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """An image name in full: registry, repository, and a tag or a digest or both."""

    registry: str
    repository: str
    tag: str | None
    digest: str | None

    @property
    def name(self) -> str:
        """Registry and repository, without tag and digest."""
        return f"{self.registry}/{self.repository}"

    @property
    def wanted(self) -> str:
        """What to ask the registry for: the digest wins over the tag."""
        return self.digest or self.tag or "latest"

    def pinned(self, digest: str) -> "Reference":
        """Return the same reference bound to ``digest``, the tag kept for people."""
        return replace(self, digest=digest)

    def __str__(self) -> str:
        """Write the reference in full, as a runtime reads it."""
        tag = f":{self.tag}" if self.tag else ""
        digest = f"@{self.digest}" if self.digest else ""
        return f"{self.name}{tag}{digest}"


def is_digest(text: str) -> bool:
    """Tell whether ``text`` is a registered digest (OCI image-spec descriptor.md)."""
    return _DIGEST.fullmatch(text) is not None


def is_registry(text: str) -> bool:
    """Tell whether ``text`` is a registry as parsed references name it: lower case, no aliases."""
    return _split_registry(f"{text}/x") == (text, "x") and _can_be_called(text)


def parse_reference(text: str) -> Reference:
    """Read an image reference strictly.

    Raises:
        ImageReferenceError: The text does not follow the grammar.
    """
    # Not ASCII: some letters become others in lower case.
    if not text or len(text) > _LONGEST_REFERENCE or not text.isascii():
        raise ImageReferenceError(f"image reference {text[:64]!a} is empty, too long or not ASCII")
    rest, at, digest = text.partition("@")
    if at and not is_digest(digest):
        raise ImageReferenceError(f"image reference {text!r}: {digest!r} is not a digest")
    registry, path = _split_registry(rest)
    path, colon, tag = path.partition(":")
    if colon and not _TAG.fullmatch(tag):
        raise ImageReferenceError(f"image reference {text!r}: {tag!r} is not a tag")
    if registry == "docker.io" and "/" not in path:
        path = f"library/{path}"
    if not _REPOSITORY.fullmatch(path) or _HEX_ID.fullmatch(rest):
        raise ImageReferenceError(f"image reference {text!r}: {path!r} is not a repository name")
    if not _can_be_called(registry) or len(registry) + 1 + len(path) > _LONGEST_NAME:
        raise ImageReferenceError(f"image reference {text!r}: {registry!r} is not a registry")
    if not colon and not at:
        tag = "latest"
    return Reference(registry=registry, repository=path, tag=tag or None, digest=digest or None)


def _can_be_called(registry: str) -> bool:
    """Tell whether a registry is a host or an address with a port: the grammar takes more."""
    found = _REGISTRY.fullmatch(registry)
    if found is None or int(found[2] or 0) > _MOST_PORT:
        return False
    try:
        return found[1] is None or IPv6Address(found[1]).version == 6
    except ValueError:
        return False


def _split_registry(rest: str) -> tuple[str, str]:
    """Split as normalize.go does: a first part with a dot, a colon or capitals is a host."""
    first, slash, path = rest.partition("/")
    is_host = any(mark in first for mark in ".:") or first == "localhost" or first != first.lower()
    if not slash or not is_host:
        return "docker.io", rest
    return ("docker.io" if first == "index.docker.io" else first.lower()), path
