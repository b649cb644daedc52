# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""``bondstone preflight``."""

import logging
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import click

from checkup.api import Api, Look, looked
from checkup.api_server import kinds, plugins, version
from checkup.cert_manager import cert_manager
from checkup.clocks import clocks
from checkup.line import Line
from checkup.never_behind import never_behind
from checkup.other_installations import other_installations
from checkup.permissions import permissions
from cli.kubeconfig import usual_kubeconfig_option
from cli.line_options import line_options, told
from cli.options import option
from cli.reports import utc_now
from cli.verb import Verb
from cluster.asking import AskingConnection
from cluster.connect import connect


@click.command(cls=Verb)
@usual_kubeconfig_option
@option("--cert-manager", "wanted", is_flag=True, help="Certificates are to come from it.")
@line_options
def preflight(
    kubeconfig: Path | None, wanted: bool, cert_manager_namespace: str, output: str
) -> None:
    """Look whether Bondstone can be installed in a cluster, or upgraded.

    Nothing is changed. The version of the API server, the kinds and admission plugins that are
    needed, your own rights, namespaces that must never be behind the webhook, other installations,
    and the clocks of nodes. Exit code 0 when all is fine, 1 when something is wrong, otherwise 2
    when something could not be asked.
    """
    logging.getLogger().addHandler(logging.NullHandler())  # what matters is told below
    api = connect(kubeconfig, AskingConnection)
    told(_lines(api, cert_manager_namespace, wanted=wanted), output)


def _lines(api: Api, namespace: str, *, wanted: bool) -> Iterator[Line]:
    looks: dict[str, Look] = {
        "version": version,
        "kinds": kinds,
        "admission-plugins": plugins,
        "permissions": permissions,
        "never-behind": partial(never_behind, others=[namespace]),
        "other-installations": other_installations,
        "clocks": partial(clocks, now=utc_now),
    }
    if wanted:
        looks["cert-manager"] = partial(cert_manager, namespace=namespace)
    for check, look in looks.items():
        yield from looked(api, look, check=check)
