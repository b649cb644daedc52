# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""``bondstone hub``."""

import signal
import threading
from pathlib import Path

import click
from prometheus_client import CollectorRegistry

from cli.options import health_options, kubeconfig_option
from cli.reports import keeper_of, report_options, service_of, utc_now
from cli.verb import Verb
from cluster.connect import connect
from hub.component import Hub
from serving.health import HealthServer
from serving.logs import configure_logs


@click.command(cls=Verb)
@kubeconfig_option
@health_options
@report_options
def hub(
    kubeconfig: Path | None,
    host: str,
    health_port: int,
    unsafe_reports_file: Path,
    **options: object,
) -> None:
    """Write what is known of nodes into the cluster.

    Labels and the condition bondstone.dev/Attested on Nodes, the label bondstone.dev/protected on
    Namespaces that a policy selects, and Events on protected pods that wait. No decision rests on
    any of it.
    """
    configure_logs("hub")
    service = service_of(unsafe_reports_file)
    metrics = CollectorRegistry()
    component = Hub(
        connection=connect(kubeconfig),
        keeper=keeper_of(service, options),
        now=utc_now,
        metrics=metrics,
    )
    health = HealthServer(host, health_port, checks=component.checks, registry=metrics)
    health.start()
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    component.start()
    ended.wait()
    health.drain()
    component.stop()
    health.stop()
