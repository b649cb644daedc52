# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The webhook's certificate as its Secret has it, where the webhook itself is out of reach.

From outside the cluster no Service can be called. That the authorities have issued what the Secret
holds is the second best; what is presented is then verified by the API server alone, when it is
asked to create a pod (``asked_through``).
"""

from collections.abc import Mapping

from cryptography import x509

from certs.reading import is_issued_by, names_of
from checkup.api import Api
from checkup.certificates import leaf_of, mounted
from checkup.configurations import Present, PresentedError
from checkup.deployments import OURS
from cluster.errors import ClusterError

_WEBHOOK = f"/apis/apps/v1/namespaces/{OURS}/deployments/bondstone-webhook"


def presented_or_kept(api: Api, present: Present) -> Present:
    """Return how to look: at what is presented, and where that is out of reach at what is kept."""

    def look(client: Mapping[str, object], authorities: str) -> str | None:
        try:
            return present(client, authorities)
        except PresentedError as exc:
            service = client.get("service")
            if not isinstance(service, Mapping):
                raise
            try:
                secrets = _secrets(api)
            except ClusterError as unknown:
                raise PresentedError(f"{exc}, and its Secret cannot be read: {unknown}") from exc
            except ValueError:
                raise PresentedError(f"{exc}, and its Secret holds a tls.crt that is none") from exc
            return _compared(secrets, f"{service['name']}.{service['namespace']}.svc", authorities)

    return look


def _secrets(api: Api) -> Mapping[str, x509.Certificate]:
    """Return the certificates that the webhook's Deployment mounts, by Secret.

    Raises:
        ClusterError: No answer could be had.
        ValueError: One cannot be read.
    """
    found = {}
    for name in mounted(api.get(_WEBHOOK)):
        leaf = leaf_of(api.get(f"/api/v1/namespaces/{OURS}/secrets/{name}"))
        if leaf is not None:
            found[name] = leaf
    return found


def _compared(secrets: Mapping[str, x509.Certificate], host: str, authorities: str) -> str | None:
    if not secrets:
        return "belongs to a webhook whose Deployment mounts no certificate"
    known = x509.load_pem_x509_certificates(authorities.encode())
    for name, leaf in secrets.items():
        if not any(is_issued_by(leaf, authority) for authority in known):
            return f"has a caBundle that did not issue the certificate in Secret {OURS}/{name}"
        if host not in names_of(leaf):
            return f"is called {host}, which the certificate in Secret {OURS}/{name} does not name"
    return None
