# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""``bondstone check``."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from attestation.reports_document import parse_reports
from check.component import Terms, check
from check.errors import CheckError
from check.files import objects_of
from check.result import EXIT_CODES, all_reasons, as_json, as_table, outcome_of, warnings
from cli.kinds import FILE, NAMESPACE, SCHEDULER, Duration, Place
from cli.options import option
from cli.reports import utc_now
from cli.verb import Verb
from documents.strict import SyntaxProblemError, read_bounded
from images.allowances import Allowances
from images.registries import ANY, Registries, Registry
from images.registries_file import read_registries
from trust.errors import ImageReferenceError, ReportError
from trust.names import SCHEDULER_NAME
from trust.printable import printable
from trust.reference import Reference, parse_reference
from trust.report import Report

_INPUT = Place(allow_dash=True, path_type=Path)
_REPORTS_LIMIT = 16 * 1024 * 1024


@click.command("check", cls=Verb)
@option(
    "-f",
    "--filename",
    "files",
    type=_INPUT,
    multiple=True,
    required=True,
    help="File of manifests, a folder (every .yaml, .yml and .json in it and below), or - for "
    "standard input; repeatable.",
)
@option(
    "--policy",
    "policies",
    type=_INPUT,
    multiple=True,
    required=True,
    help="File or folder of TrustPolicies; repeatable.",
)
@option(
    "--reports", type=FILE, help="NodeReports: say also on which of their nodes pods could run."
)
@option(
    "--oci-layout",
    "layouts",
    metavar="IMAGE=DIR",
    multiple=True,
    help="Look for an image in an OCI image layout, not in its registry; repeatable.",
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

    Exit code 0 when all would be admitted, 1 when one would be refused, 2 when something could not
    be evaluated. Pods are judged, and what makes pods; other objects are passed over. Namespaces
    have the labels of Namespace objects among the input, and kubernetes.io/metadata.name.
    """
    objects = objects_of(list(files))
    if not objects:
        raise CheckError("there is no object in what -f names")
    checked = check(objects, _terms(policies, options), now=utc_now())
    if output == "json":
        click.echo(as_json(checked))
    else:
        lines = [*as_table(checked), *(all_reasons(checked) if verbose else ())]
        for line in lines:
            click.echo(line)
    for line in warnings(checked):
        click.echo(line, err=True)
    if not checked:
        click.echo(f"none of {len(objects)} objects is a Pod or makes pods", err=True)
    sys.exit(EXIT_CODES[outcome_of(checked)])


def _terms(policies: tuple[Path, ...], options: Mapping[str, Any]) -> Terms:
    """Read everything that the options name."""
    file = options["registries_file"]
    reports = options["reports"]
    return Terms(
        policies=objects_of(list(policies)),
        registries=read_registries(file) if file else Registries({ANY: Registry(host=ANY)}),
        allowances=Allowances(
            zstd=options["allow_zstd"], attestations=options["allow_attestations"]
        ),
        layouts=_layouts(options["layouts"]),
        reports=_reports(reports) if reports else None,
        scheduler_name=options["scheduler_name"],
        namespace=options["namespace"],
        patience=options["deadline"],
    )


def _layouts(given: tuple[str, ...]) -> dict[Reference, Path]:
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


def _reports(path: Path) -> tuple[Report, ...]:
    try:
        return parse_reports(read_bounded(path, limit=_REPORTS_LIMIT))
    except OSError as exc:
        raise CheckError(f"{path} cannot be read: {exc.strerror}") from exc
    except (ReportError, SyntaxProblemError) as exc:
        raise CheckError(f"{path}: {exc}") from exc
