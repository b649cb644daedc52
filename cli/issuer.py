# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""``bondstone issuer``."""

from datetime import timedelta
from pathlib import Path

import click
from prometheus_client import CollectorRegistry

from cli.issuer_options import issuer_options, lifetime_options, lifetimes_of
from cli.options import health_options, kubeconfig_option
from cli.reports import utc_now
from cli.verb import Verb
from cluster.connect import connect
from cluster.lease import own_name
from issuer.component import Issuer, Settings
from issuer.hops import hops
from issuer.look import Scope
from serving.background import run
from serving.logs import configure_logs


@click.command(cls=Verb)
@kubeconfig_option
@health_options
@issuer_options
@lifetime_options
def issuer(  # noqa: PLR0913  its options
    kubeconfig: Path | None,
    host: str,
    health_port: int,
    namespace: str,
    names: tuple[str, ...],
    readers: tuple[str, ...],
    period: timedelta,
    **options: timedelta,
) -> None:
    """Issue and rotate the certificates of Bondstone's hops, where cert-manager does not.

    Keeps an authority in the Secret bondstone-ca, a certificate for each end of a hop in a Secret
    of its own, and the authorities of now in the caBundle of the webhook configurations. Of several
    replicas one works.
    """
    configure_logs("issuer")
    ends = hops(namespace, names=names)
    settings = Settings(
        scope=Scope(namespace=namespace, hops=ends, readers=[name for name in readers if name]),
        lifetimes=lifetimes_of(options),
        period=period,
        holder=own_name(),
    )
    metrics = CollectorRegistry()
    component = Issuer(connect(kubeconfig), settings, now=utc_now, metrics=metrics)
    run(component, host=host, health_port=health_port, metrics=metrics)
