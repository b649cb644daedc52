# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Which certificates there are: one for each end of each hop, in a Secret of its own.

The Secrets are as cert-manager writes them (``tls.crt``, ``tls.key``, ``ca.crt``), so that whoever
mounts them need not know who issues.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from certs.authority import Subject
from certs.names import server
from certs.trial import EXTENDER_CLIENT

AUTHORITY_SECRET = "bondstone-ca"  # noqa: S105  its name
"""The only Secret that holds keys of authorities."""
_SCHEDULER_SECRET = "bondstone-extender-client-tls"  # noqa: S105  its name


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """One end of a hop: its Secret, and whom its certificate names."""

    secret: str
    subject: Subject


def hops(namespace: str, *, names: Sequence[str]) -> Mapping[str, Hop]:
    """Return the ends of hops by name.

    The API server's own certificate is not among them: it closes every connection when that one
    changes, those of requests under way included (client-go 0.36, transport/cert_rotation.go).

    Args:
        namespace: Where our Services are.
        names: Other DNS names and addresses under which our servers are called.

    Raises:
        CertsError: One of the names cannot be one.
    """
    found = {
        name: Hop(secret=f"bondstone-{name}-tls", subject=_server(name, namespace, names))
        for name in ("webhook", "extender", "hub")
    }
    scheduler = Subject(common_name=EXTENDER_CLIENT)
    return {**found, "extender-client": Hop(secret=_SCHEDULER_SECRET, subject=scheduler)}


def _server(name: str, namespace: str, names: Sequence[str]) -> Subject:
    service = f"bondstone-{name}"
    within = [f"{service}.{namespace}.svc", f"{service}.{namespace}.svc.cluster.local"]
    return server(service, [*within, *names])
