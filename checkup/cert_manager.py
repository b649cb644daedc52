# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""cert-manager, where certificates are to come from it."""

from collections.abc import Iterator

from checkup.api import Api
from checkup.deployments import CERT_MANAGER_NAMES, deployments
from checkup.line import Line, Standing
from cluster.errors import NotFoundError

_GROUP = "cert-manager.io/v1"
_KINDS = ("certificates", "issuers")


def cert_manager(api: Api, *, namespace: str) -> Iterator[Line]:
    """Tell whether its kinds are served and its three Deployments run."""
    try:
        served = {str(each["name"]) for each in api.get(f"/apis/{_GROUP}")["resources"]}
    except NotFoundError:
        served = set()
    missing = [kind for kind in _KINDS if kind not in served]
    yield Line(
        check="cert-manager",
        subject=_GROUP,
        standing=Standing.WRONG if missing else Standing.OK,
        detail=f"does not serve {', '.join(missing)}" if missing else "is served",
        remedy="install cert-manager first, or use the overlay self-signed" if missing else "",
    )
    if not missing:
        yield from deployments(
            api, namespace=namespace, names=CERT_MANAGER_NAMES, check="cert-manager"
        )
