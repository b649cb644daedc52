# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""``bondstone hub``."""

from functools import partial
from pathlib import Path

import click
from prometheus_client import CollectorRegistry

from attestation.tags.usable import show_usable
from cli.called_options import called_of, called_options
from cli.hint_options import hint_options, hint_settings
from cli.kinds import SCHEDULER
from cli.options import health_options, kubeconfig_option, option
from cli.reports import keepers_of, report_options, required_services, utc_now
from cli.tag_options import records_of, tag_options
from cli.verb import Verb
from cluster.connect import connect
from cluster.lease import Lease, own_name
from hub.component import Hub
from hub.hint_endpoint import HintEndpoint
from serving.background import run
from serving.logs import configure_logs
from trust.names import SCHEDULER_NAME

_NAMESPACE = "bondstone-system"
"""Where the Lease is: the hub's Role is there, and its ServiceAccount is known by this name."""


@click.command(cls=Verb)
@kubeconfig_option
@health_options
@report_options()
@tag_options
@hint_options
@option(
    "--scheduler-name",
    type=SCHEDULER,
    default=SCHEDULER_NAME,
    help="Scheduler that asks the extender; protected pods of another one are reported.",
)
@option(
    "--leader-election",
    is_flag=True,
    help="Of several hubs one writes: who holds the Lease bondstone-hub in bondstone-system. "
    "Without it this one writes, whatever others do.",
)
@called_options
def hub(
    kubeconfig: Path | None,
    host: str,
    health_port: int,
    scheduler_name: str,
    leader_election: bool,
    **options: object,
) -> None:
    """Write what is known of nodes into the cluster.

    Labels and the condition bondstone.dev/Attested on Nodes, the label bondstone.dev/protected on
    Namespaces that a policy selects, the status of TrustPolicies, and Events on protected pods that
    wait or that are not as a judged pod would be. No decision rests on any of it.
    """
    configure_logs("hub")
    services, records = required_services(options), records_of(options)
    hints = hint_settings({**options, "host": host, "health_port": health_port})
    keepers, metrics = keepers_of(services), CollectorRegistry()
    show_usable(records, metrics=metrics)
    connection = connect(kubeconfig)
    lease = Lease(connection, namespace=_NAMESPACE, name="bondstone-hub", holder=own_name())
    component = Hub(
        connection=connection,
        keepers=keepers,
        records=records,
        hints=None
        if hints is None
        else partial(HintEndpoint, settings=hints, keepers=keepers, now=utc_now, metrics=metrics),
        scheduler_name=scheduler_name,
        leadership=lease if leader_election else None,
        called=called_of(options),
        now=utc_now,
        metrics=metrics,
    )
    run(component, host=host, health_port=health_port, metrics=metrics)
