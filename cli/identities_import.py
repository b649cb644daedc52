# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""``bondstone identities import``."""

import sys
from pathlib import Path

import click

from cli.identity_origins import from_a_service, from_a_table
from cli.identity_plan_text import as_diff, spec_of
from cli.kinds import FILE, Place
from cli.kubeconfig import usual_kubeconfig_option
from cli.options import option
from cli.verb import Verb
from cluster.connect import connect
from cluster.identity_import import write_identities
from cluster.listed import bare_nodes, listed_identities
from trust.inventory_plan import PlannedStep, Step, in_order, plan

_TABLE = Place(dir_okay=False, allow_dash=True, path_type=Path)
_NOT_DONE = 1


@click.command("import", cls=Verb)
@click.argument("table", type=_TABLE, required=False)
@usual_kubeconfig_option
@option(
    "--from-service",
    metavar="NAME",
    help="Propose, instead of a table, the machines of this service of --verification-services: by "
    "what nodes say of their hardware (HVS), or by what was written at enrolment (Keylime). Such a "
    "match is no evidence: look at each before it is applied.",
)
@option("--verification-services", type=FILE, help="As the extender is given it.")
@option("--allow-unknown-nodes", is_flag=True, help="Take names that no node of the cluster has.")
@option("--apply", is_flag=True, help="Do what is shown, without asking.")
def import_identities(
    table: Path | None,
    kubeconfig: Path | None,
    from_service: str | None,
    verification_services: Path | None,
    allow_unknown_nodes: bool,
    apply: bool,
) -> None:
    """Write NodeIdentities from a table, showing first what would be done.

    TABLE is a CSV file (- for standard input) with the head node,hardwareUUID,ekHash; a cell that
    is empty leaves what is there. Nothing is done without --apply or a yes at the terminal, and
    nothing at all where one line is wrong, one identity would be that of two nodes, or the API
    server would refuse one. Exit code 0 when there is nothing left to do, 1 when it was only shown,
    2 when it cannot be done.
    """
    if (table is None) == (from_service is None):
        raise click.UsageError("give a table, or --from-service with --verification-services")
    wanted = from_a_table(table) if table is not None else ()  # before anybody is asked
    connection = connect(kubeconfig)
    nodes = bare_nodes(connection)
    if from_service is not None:
        wanted = from_a_service(from_service, verification_services, nodes)

    def planned() -> tuple[PlannedStep, ...]:
        inventory = listed_identities(connection)
        return plan(wanted, inventory, nodes, unknown_nodes=allow_unknown_nodes)

    steps = planned()
    for line in as_diff(steps):
        click.echo(line)
    if any(step.step is Step.CONFLICT for step in steps):
        raise click.ClickException("there are conflicts; nothing was changed")
    pending = in_order(steps)
    if not pending:
        return
    if not (apply or _confirmed()):
        click.echo("nothing was changed; --apply does it", err=True)
        sys.exit(_NOT_DONE)
    _require_same(planned(), steps)
    write_identities(connection, [(step.wanted.node, spec_of(step.after)) for step in pending])
    click.echo(f"{len(pending)} written")


def _require_same(now: tuple[PlannedStep, ...], shown: tuple[PlannedStep, ...]) -> None:
    if now != shown:
        raise click.ClickException("the inventory has changed meanwhile; nothing was changed")


def _confirmed() -> bool:
    """Ask, where somebody can answer who has seen what would be done."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return False
    return click.confirm("Do it?")
