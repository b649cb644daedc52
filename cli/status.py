# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""``bondstone status``."""

import logging
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

import click

from attestation.configured import ConfiguredService
from checkup.api import Api, Look, looked
from checkup.asked_through import asked_through
from checkup.certificates import certificates
from checkup.configurations import configurations
from checkup.deployments import deployments
from checkup.kept import presented_or_kept
from checkup.leases import leases
from checkup.line import Line
from checkup.never_behind import never_behind
from checkup.policies import policies
from checkup.presented import presented
from checkup.vouching import marks, services
from cli.called_options import pods_only_option, webhook_url_option
from cli.kubeconfig import usual_kubeconfig_option
from cli.line_options import line_options, told
from cli.nodes import asked
from cli.reports import report_options, services_of, utc_now
from cli.verb import Verb
from cluster.asking import AskingConnection
from cluster.connect import connect
from hub.configuration_watch import Called, shipped_shapes
from trust.configuration import Shape


@click.command(cls=Verb)
@usual_kubeconfig_option
@report_options(why=" With it they are asked by this command itself.")
@webhook_url_option
@pods_only_option
@line_options
def status(
    kubeconfig: Path | None,
    webhook_url: str | None,
    mutate_pods_only: bool,
    cert_manager_namespace: str,
    output: str,
    **options: object,
) -> None:
    """Look whether all of an installation is as it should be.

    Nothing is changed. Deployments and Leases, ages of certificates, webhook configurations and
    admission policies, whether their authorities verify what the webhook presents, the webhook
    asked through the API server by dry runs, policies, and who vouches for nodes. Exit code 0 when
    all is fine, 1 when something is wrong, otherwise 2 when something could not be asked.
    """
    logging.getLogger().addHandler(logging.NullHandler())  # what matters is told below
    sources = services_of(options)
    api = connect(kubeconfig, AskingConnection)
    shipped = shipped_shapes(Called(url=webhook_url, pods_only=mutate_pods_only))
    told(_lines(api, shipped, cert_manager_namespace, sources), output)


def _lines(
    api: Api,
    shipped: Mapping[str, Shape],
    namespace: str,
    sources: tuple[ConfiguredService, ...],
) -> Iterator[Line]:
    looks: Mapping[str, Look] = {
        "deployments": deployments,
        "leases": partial(leases, now=utc_now),
        "certificates": partial(certificates, now=utc_now),
        "configurations": partial(
            configurations, shipped=shipped, present=presented_or_kept(api, presented)
        ),
        "webhook": asked_through,
        "never-behind": partial(never_behind, others=[namespace]),
        "policies": policies,
        "vouching": marks,
    }
    for check, look in looks.items():
        yield from looked(api, look, check=check)
    if sources:
        with asked(sources) as keepers:
            yield from services(keepers.sources(), now=utc_now())
