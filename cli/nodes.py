# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""``bondstone nodes``."""

import logging
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click

from attestation.configured import ConfiguredService
from attestation.keepers import Keepers
from cli.kubeconfig import usual_kubeconfig_option
from cli.node_table import as_json, as_table
from cli.options import option
from cli.reports import keepers_of, report_options, required_services, utc_now
from cli.tag_options import records_of, tag_options
from cli.verb import Verb
from cluster.connect import connect
from cluster.listed import listed_nodes
from trust.node_standing import NodeStanding, standings
from trust.printable import printable
from trust.report import Snapshot
from trust.sources import Sources
from trust.times import clock_text

_BETWEEN_LOOKS = 5.0
"""Seconds of --watch."""
_TICK = 0.05
_NOT_ALL, _NOBODY_KNOWS = 1, 2


@click.command(cls=Verb)
@usual_kubeconfig_option
@report_options()
@tag_options
@option("-o", "--output", type=click.Choice(["table", "json"]), default="table", help="Form.")
@option(
    "--watch",
    is_flag=True,
    help=f"Look again every {_BETWEEN_LOOKS:.0f} s until it is interrupted; with -o json a line "
    "each time.",
)
def nodes(kubeconfig: Path | None, output: str, watch: bool, **options: object) -> None:
    """Show what verification services say of each node now.

    They are asked by this command itself, with the options of the extender, and judged as it does
    for a policy that asks for trust alone; what policies ask of ages and tags comes on top. A line
    for each node and each service that has a say about it. Exit code 0 when every line is trusted,
    1 when one is not, 2 when no service gave an answer.
    """
    logging.getLogger().addHandler(logging.NullHandler())  # what matters is told below
    services = required_services(options)
    records = records_of(options)
    connection = connect(kubeconfig)
    with asked(services) as keepers:
        while True:
            known = listed_nodes(connection, records).values()
            now, sources = utc_now(), keepers.sources()
            rows = list(standings(known, sources, now=now))
            for line in _lines(rows, sources, now=now, output=output, watch=watch):
                click.echo(line)
            if not watch:
                sys.exit(_exit_code(rows, sources))
            time.sleep(_BETWEEN_LOOKS)


@contextmanager
def asked(services: Sequence[ConfiguredService]) -> Iterator[Keepers]:
    """Ask every service, and wait until each has answered, failed, or been given its time."""
    keepers = keepers_of(services)
    patience = max(each.pace.deadline for each in services).total_seconds() + 1
    keepers.start()
    try:
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline and not all(map(_heard, keepers.sources().snapshots)):
            time.sleep(_TICK)
        yield keepers
    finally:
        keepers.stop()


def _heard(snapshot: Snapshot) -> bool:
    return snapshot.fetched_at is not None or bool(snapshot.problem)


def _lines(
    rows: Sequence[NodeStanding], sources: Sources, *, now: datetime, output: str, watch: bool
) -> Iterator[str]:
    """Yield what is told of one look; what is wrong with a source goes to standard error."""
    if output == "json":
        yield as_json(rows, sources, now=now, indent=None if watch else 2)
        return
    if watch:
        click.clear()  # a terminal's; nothing where there is none
        yield clock_text(now)
    yield from as_table(rows, now=now)
    for each in sources.snapshots:
        if each.problem:
            warning = f'warning: verification service "{each.source}": {printable(each.problem)}'
            click.echo(warning, err=True)


def _exit_code(rows: Sequence[NodeStanding], sources: Sources) -> int:
    if all(each.fetched_at is None for each in sources.snapshots):
        return _NOBODY_KNOWS
    return 0 if all(row.vouched for row in rows) else _NOT_ALL
