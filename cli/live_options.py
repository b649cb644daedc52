# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Options about the live question at a Binding."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import click

from cli.kinds import Duration
from cli.options import Function, option
from serving.settings import ServerSettings
from webhook.vouching import LiveSettings


def live_options(function: Function) -> Function:
    """Add whether the chosen node is asked about, and how long the answers may take."""
    function = option(
        "--live-deadline",
        type=Duration(most=timedelta(seconds=9)),
        default="1s",
        help="For the live answers of all services together; below --deadline.",
    )(function)
    return option(
        "--live-check/--no-live-check",
        default=True,
        help="Ask every service that must vouch for a node once more when a pod is bound to it. "
        "Off, trust that was lost since the last poll is not seen at the Binding.",
    )(function)


def live_settings(settings: ServerSettings, options: Mapping[str, Any]) -> LiveSettings | None:
    """Return how live questions are asked, None where they are not.

    Raises:
        click.UsageError: A request would end before the answers are there.
    """
    if not options["live_check"]:
        return None
    patience: timedelta = options["live_deadline"]
    if patience >= settings.deadline:
        raise click.UsageError(
            "--live-deadline must be below --deadline, or a binding is given up before the "
            "services have answered"
        )
    return LiveSettings(patience=patience, threads=settings.threads)
