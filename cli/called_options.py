# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Options that say how the API server calls the webhook, and what is done where that changes."""

from collections.abc import Mapping
from typing import Any

from cli.kinds import FILE, URL_START
from cli.options import Function, option
from hub.configuration_watch import Called


def webhook_url_option(function: Function) -> Function:
    """Add --webhook-url."""
    return option(
        "--webhook-url",
        type=URL_START,
        help="Start of the URL by which the API server calls the webhook, where it calls no "
        "Service.",
    )(function)


def pods_only_option(function: Function) -> Function:
    """Add --mutate-pods-only."""
    return option(
        "--mutate-pods-only",
        is_flag=True,
        help="Expect that /mutate is called for pods alone: the component mutate-pods-only is "
        "listed. Otherwise its configuration counts as changed.",
    )(function)


def called_options(function: Function) -> Function:
    """Add them."""
    options = (
        webhook_url_option,
        pods_only_option,
        option(
            "--webhook-ca",
            type=FILE,
            help="Authorities that the API server must believe the webhook by, PEM; others in its "
            "configuration are reported. Without it any are taken that can be read.",
        ),
        option(
            "--restore-webhook-configurations",
            is_flag=True,
            help="Put Bondstone's webhook configurations and admission policies back as they were "
            "shipped when they were changed or deleted. Needs the rights of "
            "components/restore-configurations.",
        ),
    )
    for decorate in reversed(options):
        function = decorate(function)
    return function


def called_of(options: Mapping[str, Any]) -> Called:
    """Return what they say."""
    return Called(
        url=options["webhook_url"],
        ca=options["webhook_ca"],
        restore=options["restore_webhook_configurations"],
        pods_only=options["mutate_pods_only"],
    )
