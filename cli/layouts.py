# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The option that says which images are in folders."""

from pathlib import Path

import click

from trust.errors import ImageReferenceError
from trust.printable import printable
from trust.reference import Reference, parse_reference


def layouts_of(given: tuple[str, ...]) -> dict[Reference, Path]:
    """Read IMAGE=DIR, each image once.

    Raises:
        click.UsageError: One is not that.
    """
    found: dict[Reference, Path] = {}
    for text in given:
        image, equals, folder = text.partition("=")
        if not equals or not Path(folder).is_dir():
            raise click.UsageError(f"--oci-layout {printable(text)}: give IMAGE=DIR, a folder")
        try:
            reference = parse_reference(image)
        except ImageReferenceError as exc:
            raise click.UsageError(f"--oci-layout: {printable(str(exc))}") from exc
        if reference in found:
            raise click.UsageError(f"--oci-layout names {reference} twice")
        found[reference] = Path(folder)
    return found
