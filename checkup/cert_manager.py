# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""cert-manager, where certificates are to come from it."""

from collections.abc import Iterator

from checkup.api import Api
from checkup.api_server import served
from checkup.deployments import CERT_MANAGER_NAMES, deployments
from checkup.line import Line, Standing

_GROUP = "cert-manager.io/v1"
_KINDS = ("certificates", "issuers")


def cert_manager(api: Api, *, namespace: str) -> Iterator[Line]:
    """Tell whether its kinds are served and its three Deployments run."""
    remedy = "install cert-manager first, or use the overlay self-signed"
    found = served(api, _GROUP, _KINDS, check="cert-manager", remedy=remedy)
    yield found
    if found.standing is Standing.OK:
        yield from deployments(
            api, namespace=namespace, names=CERT_MANAGER_NAMES, check="cert-manager"
        )
