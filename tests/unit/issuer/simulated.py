# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The objects of an installation in memory, and what is in them."""

from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from cryptography import x509

from certs.authority import KeyPair
from certs.reading import authorities_in, load_authority
from issuer.hops import hops
from issuer.look import Scope
from tests.simulators.objects import SimulatedStore

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ENDS = hops("ours", names=["127.0.0.1", "localhost"])
SCOPE = Scope(namespace="ours", hops=ENDS, readers=["bondstone-scheduler"])
CONFIGURATION = "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations/bondstone"
DEPLOYMENT = "/apis/apps/v1/namespaces/ours/deployments/bondstone-scheduler"
AUTHORITY = "/api/v1/namespaces/ours/secrets/bondstone-ca"


def secret_path(end: str) -> str:
    return f"/api/v1/namespaces/ours/secrets/{ENDS[end].secret}"


@dataclass
class SimulatedObjects:
    """What the manifests make, and the issuer changes."""

    store: SimulatedStore = field(default_factory=SimulatedStore)

    def roll_out(self) -> None:
        """Be the Deployment's controller, which is done at once."""
        template = self.store.objects.get(DEPLOYMENT, {}).get("spec", {}).get("template", {})
        counts = dict.fromkeys(("replicas", "updatedReplicas", "availableReplicas"), 2)
        self.store.put(
            DEPLOYMENT,
            {
                "metadata": {"name": "bondstone-scheduler", "generation": 1},
                "spec": {"replicas": 2, "template": template},
                "status": {"observedGeneration": 1, **counts},
            },
        )

    def content(self, path: str) -> Mapping[str, bytes]:
        """Return what a Secret holds."""
        return {key: b64decode(value) for key, value in self.store.objects[path]["data"].items()}

    def change(self, path: str, **content: bytes | None) -> None:
        """Change a Secret as somebody else would; a key's dot is written as ``_``."""
        found: dict[str, Any] = dict(self.store.objects[path])
        data = dict(found["data"])
        for key, value in content.items():
            name = key.replace("_", ".")
            data.pop(name, None)
            if value is not None:
                data[name] = b64encode(value).decode()
        self.store.put(path, {**found, "data": data})

    def bundles(self) -> set[frozenset[str]]:
        """Return every bundle that there is."""
        entries = self.store.objects[CONFIGURATION]["webhooks"]
        found = [b64decode(entry["clientConfig"]["caBundle"]) for entry in entries]
        found += [self.content(secret_path(end))["ca.crt"] for end in ENDS]
        return {frozenset(authorities_in(each)) for each in found}

    def issuer_of(self, end: str) -> str:
        """Return the common name of who signed a leaf."""
        certificate = self.content(secret_path(end))["tls.crt"]
        return x509.load_pem_x509_certificate(certificate).issuer.rfc4514_string()

    def signing(self) -> str:
        """Return the common name of who signs."""
        content = self.content(AUTHORITY)
        pair = KeyPair(certificate=content["tls.crt"], key=content["tls.key"])
        return load_authority(pair).certificate.subject.rfc4514_string()
