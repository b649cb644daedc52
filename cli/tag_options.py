# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Options that say whose tag records count."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from attestation.tags.authority import AuthorityFiles
from attestation.tags.errors import TagsError
from attestation.tags.reader import AuthorityReader, NoAuthority, TagReader
from cli.kinds import FILE
from cli.options import Function, option
from cli.reports import utc_now


def tag_options(function: Function) -> Function:
    """Add the files of the tag authority."""
    function = option(
        "--tag-revocations",
        type=FILE,
        help="Tag records that the authority has revoked (bondstone tags revoke), read again when "
        "it changes. While it cannot be believed, no record counts.",
    )(function)
    return option(
        "--tag-authority",
        type=FILE,
        help="Public keys of the tag authority, PEM, read again when it changes: who may bind "
        "asset tags to nodes whose verification service has none (Keylime). Without it no tag "
        "record counts.",
    )(function)


def records_of(options: Mapping[str, Any]) -> TagReader:
    """Return who verifies tag records.

    Raises:
        click.UsageError: There are revocations of nobody.
        TagsError: A file cannot be used.
    """
    keys: Path | None = options["tag_authority"]
    revocations: Path | None = options["tag_revocations"]
    if keys is None:
        if revocations is not None:
            raise click.UsageError("--tag-revocations needs --tag-authority")
        return NoAuthority()
    reader = AuthorityReader(AuthorityFiles(keys, revocations, now=utc_now))
    problem = reader.problem()
    if problem is not None:
        raise TagsError(problem)
    return reader
