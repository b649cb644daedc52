# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""``bondstone webhook``."""

import sys
from pathlib import Path

import click
from prometheus_client import CollectorRegistry

from attestation.tags.usable import show_usable
from cli.kinds import FILE, SCHEDULER
from cli.live_options import live_options, live_settings
from cli.options import kubeconfig_option, option, server_options, server_settings
from cli.reports import keepers_of, report_options, services_of, utc_now
from cli.tag_options import records_of, tag_options
from cli.verb import Verb
from cluster.connect import connect
from images.allowances import Allowances
from images.inspect import Images
from images.registries import Registries
from images.registries_file import read_registries
from serving.logs import configure_logs
from serving.server import serve
from serving.tls import load_context
from trust.names import SCHEDULER_NAME
from webhook.component import Webhook
from webhook.vouching import Vouching


@click.command(cls=Verb)
@kubeconfig_option
@server_options
@option(
    "--registries-file",
    type=FILE,
    help="Which registries may be asked, and how (YAML); it is "
    "the allow-list, and without it no image of a policy that requires encryption is admitted.",
)
@option(
    "--scheduler-name",
    type=SCHEDULER,
    default=SCHEDULER_NAME,
    help="Scheduler that asks the extender; protected pods are given it, and may have no other.",
)
@option(
    "--pull-secrets",
    type=click.Choice(["own", "pods"]),
    default="own",
    help="In whose name to ask registries: Bondstone's own, or first with the imagePullSecrets of "
    "the pod, in namespaces where the ClusterRole bondstone-pull-secrets is bound to the webhook.",
)
@option(
    "--allow-zstd",
    is_flag=True,
    help="Take encrypted layers that are compressed with zstd. Only where every node has a decoder "
    "for them: without one, containerd runs plain content under their type.",
)
@option(
    "--allow-attestations",
    is_flag=True,
    help="Take indexes with attestations of buildx (in-toto statements only), which no tool "
    "encrypts: whoever can pull the image reads its SBOM and its provenance.",
)
@report_options(
    why=" Without it no pod that needs a trusted node is bound to any: give what the extender has.",
)
@live_options
@tag_options
def webhook(
    kubeconfig: Path | None,
    registries_file: Path | None,
    scheduler_name: str,
    pull_secrets: str,
    allow_zstd: bool,
    allow_attestations: bool,
    **options: object,
) -> None:
    """Serve the admission webhook: /mutate and /validate.

    /mutate pins images to digests and adds the required node affinity and the scheduler. /validate
    judges the final pod from scratch and refuses what no policy would have, and judges the node
    that anybody binds a pod to.
    """
    configure_logs("webhook")
    settings = server_settings("webhook", options)
    registries = read_registries(registries_file) if registries_file else Registries()
    allowances = Allowances(zstd=allow_zstd, attestations=allow_attestations)
    services = services_of(options)
    records = records_of(options)
    live = live_settings(settings, options)
    load_context(settings)  # what is wrong on this machine is told before anybody is asked
    connect(kubeconfig)

    def make(metrics: CollectorRegistry) -> Webhook:
        show_usable(records, metrics=metrics)
        connection = connect(kubeconfig)
        keepers = keepers_of(services) if services else None
        return Webhook(
            connection=connection,
            images=Images(registries, allowances=allowances, threads=settings.threads),
            scheduler_name=scheduler_name,
            read_pull_secrets=pull_secrets == "pods",
            vouching=Vouching(
                connection, keepers, records=records, live=live, now=utc_now, metrics=metrics
            ),
            metrics=metrics,
        )

    sys.exit(serve(make, settings))
