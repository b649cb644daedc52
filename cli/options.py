# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Options that several commands share, each with its reason in the help."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, TypeVar

import click

from cli.kinds import CLIENT_NAME, FILE, HOST, PORT, Duration
from serving.settings import ServerSettings

Function = TypeVar("Function", bound=Callable[..., Any])


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
    text = "Address to listen on, of IPv4 or IPv6."
    host = option("--host", type=HOST, default="0.0.0.0", help=text)  # noqa: S104
    return host(function)


def server_options(function: Function) -> Function:
    """Add everything that a TLS server needs."""
    options = (
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
            type=CLIENT_NAME,
            multiple=True,
            help="CN or DNS name that a client certificate must have, compared exactly; names of "
            "other kinds (URI, IP address) are not looked at. Repeatable, in the environment "
            "variable separated by spaces; needed with --client-ca.",
        ),
        option("--threads", type=click.IntRange(1, 256), default=64, help="Requests at a time."),
        option(
            "--deadline",
            type=Duration(most=timedelta(seconds=9)),
            default="6.5s",
            help="For one request, 9s at most: the API server waits 10s for the webhook.",
        ),
    )
    for decorate in reversed(options):  # the last that is added is the first of the help
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
