# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""``bondstone tags verify``."""

import sys
from pathlib import Path

import click

from attestation.tags.authority import AuthorityFiles
from attestation.tags.errors import TagsError
from attestation.tags.reader import AuthorityReader
from attestation.tags.record import RECORD
from cli.kinds import FILE
from cli.options import option
from cli.reports import utc_now
from cli.tag_kinds import EK_HASH, RECORD_FILE, one_ek_hash, text_of
from cli.verb import Verb
from trust.rules.tag_records import judged_record
from trust.tag_record import TagRecord
from trust.times import clock_text

_DOES_NOT_COUNT = 1


@click.command(cls=Verb)
@click.argument("file", type=RECORD_FILE)
@option("--authority", type=FILE, required=True, help="Public keys of the tag authority, PEM.")
@option("--revocations", type=FILE, help="What it has revoked.")
@option("--ek-hash", type=EK_HASH, help="The machine that it should be about.")
@option("--ek-pem", type=FILE, help="The same, from the EK's public key or certificate, PEM.")
def verify(
    file: Path,
    authority: Path,
    revocations: Path | None,
    ek_hash: str | None,
    ek_pem: Path | None,
) -> None:
    """Say whether a tag record counts now, as the components would.

    FILE may be - for standard input. Exit code 0 when it counts, 1 when it does not, with the
    reason, 2 when nobody can tell.
    """
    machine = one_ek_hash(ek_hash, ek_pem)
    reader = AuthorityReader(AuthorityFiles(authority, revocations, now=utc_now))
    problem = reader.problem()
    if problem is not None:
        raise TagsError(problem)
    read = reader.read(text_of(file, limit=RECORD.limit))
    if isinstance(read, TagRecord):
        read = judged_record(read, ek_hash=machine or read.ek_hash, now=utc_now())
    if not isinstance(read, TagRecord):
        click.echo(f"does not count: {read.code}: {read.text}")
        sys.exit(_DOES_NOT_COUNT)
    tags = ", ".join(f"{key}={value}" for key, value in sorted(read.tags.items()))
    click.echo(f"counts until {clock_text(read.expires_at)}: {tags}")
    if machine is None:
        click.echo(f"not compared with any machine (--ek-hash): EK hash {read.ek_hash}")
