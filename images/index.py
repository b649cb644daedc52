# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Indexes: every entry is judged, because a node may be of any platform (step 3)."""

from images.allowances import Allowances
from images.attestation_entry import is_attestation, require_marks
from images.descriptor import Descriptor, read_descriptor
from images.errors import RuleBrokenError
from images.media_types import IMAGE_TYPES

_MOST_ENTRIES = 64


def read_index(
    fields: dict[str, object], allowances: Allowances | None = None
) -> tuple[Descriptor, ...]:
    """Return the entries, attestations among them where they are allowed.

    Raises:
        RuleBrokenError: None or too many entries, a nested index, an attestation entry, or a
            misshapen one.
    """
    entries = fields.get("manifests")
    if not isinstance(entries, list) or not 1 <= len(entries) <= _MOST_ENTRIES:
        raise RuleBrokenError("index-entries", f"an index must have 1 to {_MOST_ENTRIES} entries")
    return tuple(
        _entry(value, allowances or Allowances(), name=f"entry {number} of {len(entries)}")
        for number, value in enumerate(entries, start=1)
    )


def _entry(value: object, allowances: Allowances, *, name: str) -> Descriptor:
    entry = read_descriptor(value, name=name)
    if entry.media_type not in IMAGE_TYPES:
        raise RuleBrokenError(
            "index-nested", f"{name} is of type {entry.media_type[:80]!r}, not an image manifest"
        )
    if is_attestation(entry):
        if not allowances.attestations:
            raise RuleBrokenError(
                "index-attestation", f"{name} is an attestation, which no tool encrypts"
            )
        require_marks(entry, name=name)
    return entry
