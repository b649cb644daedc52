# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Descriptors, read strictly (OCI image-spec v1.1 descriptor.md)."""

from collections.abc import Mapping
from dataclasses import dataclass

from images.errors import RuleBrokenError
from trust.reference import is_digest

_LARGEST = 2**40
_LONGEST_TYPE = 127 + 1 + 127
"""Characters of a media type (RFC 6838 §4.2)."""
CODE = "manifest-malformed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Descriptor:
    """Type, digest, size and annotations of a blob; ``platform`` where an index gives one."""

    media_type: str
    digest: str
    size: int
    annotations: Mapping[str, str]
    platform: str


def read_descriptor(value: object, *, name: str, data: bool = False) -> Descriptor:
    """Read a descriptor.

    Args:
        value: As parsed.
        name: What it is, for people: ``layer 2 of 3``.
        data: It may carry its content, as that of an empty config does.

    Raises:
        RuleBrokenError: It is misshapen, or carries ``urls`` or ``data``: content from elsewhere.
    """
    if not isinstance(value, dict):
        raise RuleBrokenError(CODE, f"{name} is not a descriptor")
    for field in ("urls",) if data else ("urls", "data"):
        if field in value:
            raise RuleBrokenError("content-from-elsewhere", f"{name} has {field}")
    media_type, digest, size = (value.get(field) for field in ("mediaType", "digest", "size"))
    if not isinstance(media_type, str) or not isinstance(digest, str) or not is_digest(digest):
        raise RuleBrokenError(CODE, f"{name} has no valid mediaType and digest")
    if len(media_type) > _LONGEST_TYPE:
        raise RuleBrokenError(
            CODE, f"{name} has a mediaType of more than {_LONGEST_TYPE} characters"
        )
    if not isinstance(size, int) or isinstance(size, bool) or not 0 < size < _LARGEST:
        raise RuleBrokenError(CODE, f"{name} has no valid size")
    return Descriptor(
        media_type=media_type,
        digest=digest,
        size=size,
        annotations=_annotations(value.get("annotations"), name),
        platform=_platform(value.get("platform"), name),
    )


def _annotations(value: object, name: str) -> Mapping[str, str]:
    if value is None:
        return {}
    if not isinstance(value, dict) or not all(isinstance(text, str) for text in value.values()):
        raise RuleBrokenError(CODE, f"{name} has annotations that are not strings")
    return value


def _platform(value: object, name: str) -> str:
    if value is None:
        return ""
    parts = (
        [value.get(field, "") for field in ("os", "architecture", "variant")]
        if isinstance(value, dict)
        else [None]
    )
    if not all(isinstance(part, str) and part.isprintable() for part in parts):
        raise RuleBrokenError(CODE, f"{name} has a platform that is not one")
    return "/".join(part[:32] for part in parts if part)
