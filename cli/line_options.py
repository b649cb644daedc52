# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What preflight and status have in common: their options, and how they end."""

import sys
from collections.abc import Iterable

import click

from checkup.line import Line, exit_code
from cli.kinds import NAMESPACE
from cli.line_table import as_json, as_table
from cli.options import Function, option


def line_options(function: Function) -> Function:
    """Add the form of the output, and where cert-manager is."""
    function = option(
        "--cert-manager-namespace",
        type=NAMESPACE,
        default="cert-manager",
        help="Where cert-manager runs, if it does: never to be behind the webhook, whose "
        "certificates come from there.",
    )(function)
    form = click.Choice(["table", "json"])
    return option("-o", "--output", type=form, default="table", help="Form.")(function)


def told(lines: Iterable[Line], output: str) -> None:
    """Print them, and exit with the code that they come to."""
    known = list(lines)
    for text in as_table(known) if output == "table" else [as_json(known)]:
        click.echo(text)
    sys.exit(exit_code(known))
