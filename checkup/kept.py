# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The webhook's certificate as its Secret has it, where the webhook itself is out of reach.

From outside the cluster no Service can be called. That the authorities have issued what the Secret
holds is the second best; what is presented is then verified by the API server alone, when it is
asked to create a pod (``asked_through``).
"""

from base64 import b64decode
from collections.abc import Mapping

from cryptography import x509
from cryptography.exceptions import InvalidSignature

from checkup.api import Api, Raw
from checkup.certificates import mounted
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
            return _compared(secrets, f"{service['name']}.{service['namespace']}.svc", authorities)

    return look


def _secrets(api: Api) -> Mapping[str, x509.Certificate]:
    """Return the certificates that the webhook's Deployment mounts, by Secret."""
    found = {}
    for name in mounted(api.get(_WEBHOOK)):
        secret: Raw = api.get(f"/api/v1/namespaces/{OURS}/secrets/{name}")
        content = (secret.get("data") or {}).get("tls.crt")
        if content:
            found[name] = x509.load_pem_x509_certificates(b64decode(content))[0]
    return found


def _compared(secrets: Mapping[str, x509.Certificate], host: str, authorities: str) -> str | None:
    if not secrets:
        return "belongs to a webhook whose Deployment mounts no certificate"
    known = x509.load_pem_x509_certificates(authorities.encode())
    for name, leaf in secrets.items():
        if not any(_issued(leaf, authority) for authority in known):
            return f"has a caBundle that did not issue the certificate in Secret {OURS}/{name}"
        if host not in _names(leaf):
            return f"is called {host}, which the certificate in Secret {OURS}/{name} does not name"
    return None


def _issued(leaf: x509.Certificate, authority: x509.Certificate) -> bool:
    try:
        leaf.verify_directly_issued_by(authority)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def _names(leaf: x509.Certificate) -> list[str]:
    try:
        names = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName)
    except x509.ExtensionNotFound:
        return []
    return names.value.get_values_for_type(x509.DNSName)
