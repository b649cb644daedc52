# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""``bondstone extender``."""

import sys
from pathlib import Path

import click
from prometheus_client import CollectorRegistry

from attestation.tags.usable import show_usable
from cli.options import kubeconfig_option, server_options, server_settings
from cli.reports import keepers_of, report_options, required_services, utc_now
from cli.tag_options import records_of, tag_options
from cli.verb import Verb
from cluster.connect import connect
from extender.component import Extender
from serving.logs import configure_logs
from serving.server import serve
from serving.tls import load_context


@click.command(cls=Verb)
@kubeconfig_option
@server_options
@report_options()
@tag_options
def extender(kubeconfig: Path | None, **options: object) -> None:
    """Serve the scheduler extender: /filter and /preempt.

    It answers from memory which of the scheduler's nodes may take a pod now, and why each other
    one may not; and for which nodes the scheduler may evict others. Nothing is asked over the
    network while the scheduler waits.
    """
    configure_logs("extender")
    settings = server_settings("extender", options)
    services = required_services(options)
    records = records_of(options)
    load_context(settings)  # what is wrong on this machine is told before anybody is asked
    connect(kubeconfig)

    def make(metrics: CollectorRegistry) -> Extender:
        show_usable(records, metrics=metrics)
        return Extender(
            connection=connect(kubeconfig),
            keepers=keepers_of(services),
            records=records,
            now=utc_now,
            metrics=metrics,
        )

    sys.exit(serve(make, settings))
