# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Digests of raw bytes: computed here, never taken from a registry (OCI descriptor.md, Digests)."""

import hashlib

from images.errors import ImageUnavailableError
from trust.reference import is_digest


def digest_of(content: bytes, *, wanted: str, said: str | None, host: str) -> str:
    """Compute the digest of what a registry served.

    Args:
        content: As it came.
        wanted: Tag or digest that was asked for; the bytes must have the digest.
        said: ``Docker-Content-Digest``; where it was sent, the bytes must have it too.
        host: The registry, for people.

    Raises:
        ImageUnavailableError: These are other bytes.
    """
    digest = _hash(content, wanted if is_digest(wanted) else "sha256:")
    if is_digest(wanted) and digest != wanted:
        raise ImageUnavailableError(f"registry {host} served other bytes than {wanted}")
    if said is not None and not (is_digest(said) and _hash(content, said) == said):
        raise ImageUnavailableError(
            f"registry {host} says digest {said[:80]!r} of bytes that have {digest}"
        )
    return digest


def _hash(content: bytes, like: str) -> str:
    """Return the digest by the same algorithm as another one."""
    algorithm = like.partition(":")[0]
    return f"{algorithm}:{hashlib.new(algorithm, content).hexdigest()}"
