# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Options that several commands share, each with its reason in the help."""

import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

import click

from serving.settings import ServerSettings

Function = TypeVar("Function", bound=Callable[..., Any])
FILE = click.Path(dir_okay=False, path_type=Path)
PORT = click.IntRange(1, 65535)
_SECONDS = re.compile(r"(\d{1,6}(?:\.\d{1,3})?)(ms|s|m)")
_UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0}


class Duration(click.ParamType[timedelta]):
    """A duration such as 500ms, 30s or 5m."""

    name = "duration"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> timedelta:
        """Read it, or fail with a usage error."""
        if isinstance(value, timedelta):
            return value
        match = _SECONDS.fullmatch(str(value))
        duration = timedelta(seconds=float(match[1]) * _UNITS[match[2]]) if match else timedelta()
        if not duration:
            self.fail(
                f"{value!r} is not a duration above zero such as 500ms, 30s or 5m", param, ctx
            )
        return duration


def option(*names: str, **settings: Any) -> Callable[[Function], Function]:  # noqa: ANN401  click's
    """Return a click option that shows its default and its environment variable."""
    settings.setdefault("show_envvar", True)
    settings.setdefault("show_default", settings.get("default") is not None)
    return click.option(*names, **settings)


def kubeconfig_option(function: Function) -> Function:
    """Add --kubeconfig."""
    return option(
        "--kubeconfig", type=FILE, help="Kubeconfig file; without it, in-cluster credentials."
    )(function)


def health_options(function: Function) -> Function:
    """Add the address of the health port."""
    function = option(
        "--health-port", type=PORT, default=8080, help="Port of /healthz, /readyz and /metrics."
    )(function)
    return option("--host", default="0.0.0.0", help="Address to listen on.")(function)  # noqa: S104


def server_options(function: Function) -> Function:
    """Add everything that a TLS server needs."""
    for decorate in (
        option("--port", type=PORT, default=8443, help="TLS port."),
        option("--tls-cert", type=FILE, required=True, help="Serving certificate chain, PEM."),
        option("--tls-key", type=FILE, required=True, help="Its private key, PEM."),
        option(
            "--client-ca",
            type=FILE,
            help="Authorities of client certificates, PEM; without "
            "it no client certificate is asked for.",
        ),
        option(
            "--client-name",
            "client_names",
            multiple=True,
            help="CN or DNS name that a client "
            "certificate must have; repeatable, needed with --client-ca.",
        ),
        option("--threads", type=click.IntRange(1, 256), default=16, help="Requests at a time."),
        option("--deadline", type=Duration(), default="6.5s", help="For one request."),
    ):
        function = decorate(function)
    return health_options(function)


def server_settings(name: str, options: Mapping[str, Any]) -> ServerSettings:
    """Build the settings of a server from the options of ``server_options``.

    Raises:
        SettingsError: They contradict each other.
    """
    return ServerSettings(
        name=name,
        host=options["host"],
        port=options["port"],
        health_port=options["health_port"],
        tls_cert=options["tls_cert"],
        tls_key=options["tls_key"],
        client_ca=options["client_ca"],
        client_names=frozenset(options["client_names"]),
        threads=options["threads"],
        deadline=options["deadline"],
    )
