# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""``bondstone certs``."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from certs.trial import write_trial_certificates
from cli.kinds import FOLDER
from cli.options import option
from cli.verb import Verb


@click.command(cls=Verb)
@option(
    "--out",
    type=FOLDER,
    required=True,
    help="Folder to write to; made if it is absent.",
)
@option(
    "--name",
    "names",
    multiple=True,
    default=["127.0.0.1", "localhost"],
    help="DNS name or IP address under which webhook and extender are called; repeatable, "
    "in the environment variable separated by spaces.",
)
@option("--days", type=click.IntRange(1, 365), default=30, help="Validity of every certificate.")
@option(
    "--overwrite",
    is_flag=True,
    help="Replace an authority that is in the folder already; whatever it has issued becomes "
    "worthless, and must be replaced where it is in use.",
)
def certs(out: Path, names: tuple[str, ...], days: int, overwrite: bool) -> None:
    """Make a CA and the certificates of every hop, for trials.

    ca; webhook and extender (servers); kube-apiserver (client of the webhook) and
    bondstone-scheduler (client of the extender), whose names are what --client-name takes. A .crt
    and a .key each.
    """
    written = write_trial_certificates(
        out, names=names, lifetime=timedelta(days=days), now=datetime.now(UTC), overwrite=overwrite
    )
    for path in written:
        click.echo(path)
