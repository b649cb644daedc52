# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What every manifest and index must say of itself, whichever it is (steps 1 and 2)."""

from images.document import parse_document
from images.errors import RuleBrokenError
from images.media_types import INDEX_TYPES, MANIFEST_TYPES
from images.registry import Document

_TYPE = "manifest-type"
_CONFUSED = "manifest-confused"


def open_document(document: Document, *, artifact: bool = False) -> dict[str, object]:
    """Parse a document and make sure that it is what its Content-Type says (CVE-2021-41190).

    Args:
        document: As it came.
        artifact: It need not be an image: it may say what it is and what it belongs to.

    Raises:
        RuleBrokenError: Its type is not one of the four, or it could be read as another.
    """
    kind = document.media_type
    if kind not in MANIFEST_TYPES:
        raise RuleBrokenError(_TYPE, f"its type {kind[:80]!r} is not that of an image or an index")
    fields = parse_document(document.content)
    version = fields.get("schemaVersion")
    if not isinstance(version, int) or version != 2:
        raise RuleBrokenError(_TYPE, "its schemaVersion is not 2")
    if fields.get("mediaType", kind) != kind:
        raise RuleBrokenError(_CONFUSED, "its mediaType differs from its Content-Type")
    others = ("config", "layers") if kind in INDEX_TYPES else ("manifests",)
    marks = () if artifact else ("artifactType", "subject")
    for name in (*others, "fsLayers", *marks):
        if name in fields:
            raise RuleBrokenError(_CONFUSED, f"a document of type {kind} has {name}")
    return fields
