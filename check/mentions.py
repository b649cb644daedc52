# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Images that the input names, so that an OCI layout of another one is not passed over."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from check.errors import CheckError
from check.files import Found
from check.kinds import doubt_of, resource_of
from images.layouts import folder_of
from trust.errors import ImageReferenceError
from trust.printable import printable
from trust.reference import Reference, parse_reference

_FIELDS = frozenset({"image", "reference"})
"""Of containers and of image volumes (core/v1); read without asking where they stand, so that a pod
that cannot be read is told as such, and not as one that lacks an image."""


def require_mentioned(layouts: Mapping[Reference, Path], objects: Iterable[Found]) -> None:
    """Refuse a layout of which nothing would be judged: its image would be asked of a registry.

    Raises:
        CheckError: There is one.
    """
    named = {
        reference
        for found in objects
        if resource_of(found) or doubt_of(found)
        for reference in _references(found.document)
    }
    for given, folder in layouts.items():
        if not any(folder_of(reference, {given: folder}) for reference in named):
            raise CheckError(
                f"--oci-layout {printable(str(given))} names no image of the input: give it as the "
                "manifest does, or leave it out",
                file=str(folder),
            )


def _references(value: object) -> Iterator[Reference]:
    if isinstance(value, dict):
        for key, each in value.items():
            if key in _FIELDS and isinstance(each, str):
                with suppress(ImageReferenceError):
                    yield parse_reference(each)
            else:
                yield from _references(each)
    elif isinstance(value, list):
        for each in value:
            yield from _references(each)
