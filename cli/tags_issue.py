# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""``bondstone tags issue``."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import click

from attestation.tags.record import Statement, issue_record
from cli.kinds import FILE
from cli.options import option
from cli.reports import utc_now
from cli.tag_kinds import EK_HASH, ISSUER, NODE, Tag, Validity, one_ek_hash, signing_key, tags_of
from cli.verb import Verb
from trust.names import API_GROUP, API_VERSION


@click.command(cls=Verb)
@option("--authority-key", type=FILE, required=True, help="Private key of the authority, PEM.")
@option("--ek-hash", type=EK_HASH, help="Machine: SHA-256 of its EK's public key in PEM.")
@option("--ek-pem", type=FILE, help="The same, from the EK's public key or certificate, PEM.")
@option(
    "--tag",
    "tags",
    type=Tag(),
    metavar="KEY=VALUE",
    multiple=True,
    required=True,
    help="Asset tag of the machine; repeatable, in the environment variable separated by spaces.",
)
@option("--valid-for", type=Validity(), default="90d", help="From now on, 1098d at most.")
@option("--issuer", type=ISSUER, default="tag-authority", help="Name of the authority, for people.")
@option(
    "--node",
    type=NODE,
    help="Print a NodeIdentity of this node with the record, and with no other one, for kubectl "
    "apply --server-side -f -",
)
def issue(  # noqa: PLR0913  what a record says
    authority_key: Path,
    ek_hash: str | None,
    ek_pem: Path | None,
    tags: tuple[tuple[str, str], ...],
    valid_for: timedelta,
    issuer: str,
    node: str | None,
) -> None:
    """Sign a tag record and print it.

    A node may have one record that counts: replace the old one, or revoke it.
    """
    machine = one_ek_hash(ek_hash, ek_pem)
    if machine is None:
        raise click.UsageError("--ek-hash or --ek-pem is required: whose tags are they?")
    statement = Statement(ek_hash=machine, tags=tags_of(tags), issuer=issuer, lifetime=valid_for)
    record = issue_record(statement, key=signing_key(authority_key), now=utc_now())
    if node is None:
        click.echo(record)
    else:
        for line in _manifest(node, ek_hash=machine, record=record):
            click.echo(line)


def _manifest(node: str, *, ek_hash: str, record: str) -> Iterator[str]:
    """Yield a NodeIdentity as YAML; with another EK hash in place, apply finds the conflict."""
    yield f"apiVersion: {API_GROUP}/{API_VERSION}"
    yield "kind: NodeIdentity"
    yield f'metadata: {{name: "{node}"}}'
    yield "spec:"
    yield f'  ekHash: "{ek_hash}"'
    yield f'  tagRecords: ["{record}"]'
