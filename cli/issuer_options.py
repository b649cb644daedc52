# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Options of the issuer, and lifetimes that fit into each other."""

from collections.abc import Mapping
from datetime import timedelta

import click

from cli.kinds import NAMESPACE, Duration, Text
from cli.options import Function, option
from cli.tag_kinds import Validity
from trust.certificates import Lifetimes
from trust.duration import format_duration
from trust.names import is_dns_name

DEPLOYMENT = Text(lambda text: not text or is_dns_name(text), "a name of a Deployment")


def issuer_options(function: Function) -> Function:
    """Add them."""
    options = (
        option(
            "--namespace",
            type=NAMESPACE,
            default="bondstone-system",
            help="Where Bondstone's Services and Secrets are.",
        ),
        option(
            "--name",
            "names",
            multiple=True,
            help="DNS name or IP address under which webhook, extender and hub are called besides "
            "their Services' names; repeatable, in the environment variable separated by spaces.",
        ),
        option(
            "--start-anew",
            "readers",
            type=DEPLOYMENT,
            multiple=True,
            default=["bondstone-scheduler"],
            help="Deployment that reads authorities only when it starts (kube-scheduler those of "
            "its extender): it is rolled out when they change, before they are used; an empty name "
            "for none. Repeatable, in the environment variable separated by spaces.",
        ),
    )
    for decorate in reversed(options):
        function = decorate(function)
    return function


def lifetime_options(function: Function) -> Function:
    """Add how long things last, and how often they are looked at."""
    options = (
        option(
            "--authority-lifetime",
            type=Validity(),
            default="365d",
            help="Of an authority; after two thirds of it the next one is announced.",
        ),
        option(
            "--leaf-lifetime",
            type=Validity(),
            default="60d",
            help="Of a certificate; after two thirds of it the next one is issued.",
        ),
        option(
            "--settle",
            type=Validity(),
            default="1h",
            help="From a change of authorities until it has been seen everywhere, by API servers "
            "and in mounted Secrets: nothing is signed by a new authority, and no old one is "
            "dropped, earlier.",
        ),
        option(
            "--period",
            type=Duration(),
            default="10s",
            help="Between two looks.",
        ),
    )
    for decorate in reversed(options):
        function = decorate(function)
    return function


def lifetimes_of(options: Mapping[str, timedelta]) -> Lifetimes:
    """Return lifetimes.

    Raises:
        click.UsageError: A third of one, which is what is left when it is due, is too short.
    """
    found = Lifetimes(
        authority=options["authority_lifetime"],
        leaf=options["leaf_lifetime"],
        settle=options["settle"],
    )
    if found.authority < 3 * found.leaf:
        raise click.UsageError(
            "--authority-lifetime must be three times --leaf-lifetime at least, "
            f"{format_duration(3 * found.leaf)}: no certificate may outlive its authority"
        )
    if found.leaf < 3 * found.settle:
        raise click.UsageError(
            "--leaf-lifetime must be three times --settle at least, "
            f"{format_duration(3 * found.settle)}: a new certificate must be seen before the old "
            "one ends"
        )
    return found
