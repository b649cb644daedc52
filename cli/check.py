# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""``bondstone check``."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from check.component import Terms, check
from check.errors import CheckError
from check.files import STDIN, objects_of
from check.result import (
    EXIT_CODES,
    all_reasons,
    as_json,
    as_table,
    failure_as_json,
    outcome_of,
    warnings,
)
from cli.kinds import FILE, NAMESPACE, SCHEDULER, Duration, Place
from cli.layouts import layouts_of
from cli.options import option
from cli.reports import parse_once, utc_now
from cli.verb import Verb
from images.allowances import Allowances
from images.errors import RegistriesError
from images.registries import ANY, Registries, Registry
from images.registries_file import read_registries
from trust.names import SCHEDULER_NAME

_INPUT = Place(allow_dash=True, path_type=Path, readable=False)  # check says it, in JSON too
_PATHS = f"repeatable, in the environment variable separated by {os.pathsep}"


@click.command("check", cls=Verb)
@option(
    "-f",
    "--filename",
    "files",
    type=_INPUT,
    multiple=True,
    required=True,
    help="File of manifests, a folder (every .yaml, .yml and .json in it and below), or - for "
    f"standard input; {_PATHS}.",
)
@option(
    "--policy",
    "policies",
    type=_INPUT,
    multiple=True,
    required=True,
    help=f"File or folder of TrustPolicies, or - for standard input; {_PATHS}.",
)
@option(
    "--reports", type=FILE, help="NodeReports: say also on which of their nodes pods could run."
)
@option(
    "--oci-layout",
    "layouts",
    metavar="IMAGE=DIR",
    multiple=True,
    help="Look for an image of the input in an OCI image layout, not in its registry; repeatable, "
    "in the environment variable separated by spaces.",
)
@option(
    "--registries-file",
    type=FILE,
    help="Which registries may be asked, and how (YAML), as for the webhook; without it any, "
    "anonymously, verified by the system's authorities.",
)
@option("-n", "--namespace", type=NAMESPACE, default="default", help="Of objects that name none.")
@option(
    "--scheduler-name",
    type=SCHEDULER,
    default=SCHEDULER_NAME,
    help="As the webhook is given it.",
)
@option("--allow-zstd", is_flag=True, help="As the webhook is given it.")
@option("--allow-attestations", is_flag=True, help="As the webhook is given it.")
@option("--deadline", type=Duration(), default="30s", help="For one object, its images included.")
@option("-o", "--output", type=click.Choice(["table", "json"]), default="table", help="Form.")
@option("-v", "--verbose", is_flag=True, help="Tell every reason, not only the first one.")
def check_command(
    files: tuple[Path, ...],
    policies: tuple[Path, ...],
    output: str,
    verbose: bool,
    **options: object,
) -> None:
    """Judge manifests in files as the webhook would, without a cluster.

    Exit code 0 when all would be admitted, 1 when one would be refused, otherwise 2 when something
    could not be evaluated. Pods are judged, and what makes pods; other objects are passed over.
    Namespaces have the labels of Namespace objects among the input, and
    kubernetes.io/metadata.name.
    """
    _require_one_stdin(*files, *policies)
    try:
        objects = objects_of(list(files))
        if not objects:
            named = ", ".join(map(str, files))
            raise CheckError("there is no object in what -f names", file=named)
        checked = check(objects, _terms(policies, options), now=utc_now())
    except CheckError as exc:
        if output == "json":
            click.echo(failure_as_json(exc))
        raise
    if output == "json":
        click.echo(as_json(checked))
    else:
        lines = [
            *as_table(checked, reasons=not verbose),
            *(all_reasons(checked) if verbose else ()),
        ]
        for line in lines:
            click.echo(line)
    for line in warnings(checked):
        click.echo(line, err=True)
    if not checked:
        click.echo(f"none of {len(objects)} objects is a Pod or makes pods", err=True)
    sys.exit(EXIT_CODES[outcome_of(checked)])


def _require_one_stdin(*paths: Path) -> None:
    """Refuse to read standard input twice: the second time there is nothing left."""
    if paths.count(STDIN) > 1:
        raise click.UsageError("-f and --policy name - (standard input) more than once")


def _terms(policies: tuple[Path, ...], options: Mapping[str, Any]) -> Terms:
    """Read everything that the options name."""
    file = options["registries_file"]
    reports = options["reports"]
    return Terms(
        policies=objects_of(list(policies)),
        registries=_registries(file) if file else Registries({ANY: Registry(host=ANY)}),
        allowances=Allowances(
            zstd=options["allow_zstd"], attestations=options["allow_attestations"]
        ),
        layouts=layouts_of(options["layouts"]),
        reports=parse_once(reports) if reports else None,
        scheduler_name=options["scheduler_name"],
        namespace=options["namespace"],
        patience=options["deadline"],
    )


def _registries(path: Path) -> Registries:
    try:
        return read_registries(path)
    except RegistriesError as exc:
        raise CheckError(str(exc), file=str(path)) from exc
