# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""``bondstone tags show``."""

import json
from collections.abc import Iterator
from pathlib import Path

import click

from attestation.tags.errors import MalformedError
from attestation.tags.jws import Unverified, unverified
from attestation.tags.record import RECORD, record_of
from attestation.tags.revocations import REVOCATIONS, revocations_of
from cli.options import option
from cli.tag_kinds import RECORD_FILE, text_of
from cli.verb import Verb
from trust.times import clock_text


@click.command(cls=Verb)
@click.argument("file", type=RECORD_FILE)
@option("-o", "--output", type=click.Choice(["table", "json"]), default="table", help="Form.")
def show(file: Path, output: str) -> None:
    """Show what a tag record or a list of revocations says, unverified.

    FILE may be - for standard input.
    """
    text = text_of(file, limit=REVOCATIONS.limit)
    try:
        said = unverified(text, kind=RECORD)
        lines = list(_record(said))
    except MalformedError as no_record:
        try:
            said = unverified(text, kind=REVOCATIONS)
            lines = list(_revocations(said))
        except MalformedError:
            raise MalformedError(f"{file} is no tag record: {no_record}") from no_record
    if output == "json":
        document = {"verified": False, "kid": said.thumbprint, "claims": said.claims}
        click.echo(json.dumps(document, indent=2))
        return
    for line in lines:
        click.echo(line)
    click.echo("not verified: anybody can write this; bondstone tags verify says whether it counts")


def _record(said: Unverified) -> Iterator[str]:
    record = record_of(said.claims)
    yield f"serial   {record.serial}"
    yield f"issuer   {record.issuer}"
    yield f"key      {said.thumbprint}"
    yield f"EK hash  {record.ek_hash}"
    yield f"tags     {', '.join(f'{key}={value}' for key, value in sorted(record.tags.items()))}"
    yield f"issued   {clock_text(record.issued_at)}"
    yield f"expires  {clock_text(record.expires_at)}"


def _revocations(said: Unverified) -> Iterator[str]:
    revocations = revocations_of(said.claims)
    yield f"issuer   {revocations.issuer}"
    yield f"key      {said.thumbprint}"
    yield f"issued   {clock_text(revocations.issued_at)}"
    yield f"revoked  {len(revocations.serials)}"
    yield from (f"         {serial}" for serial in sorted(revocations.serials))
