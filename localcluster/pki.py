# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Certificates and kubeconfigs of one local cluster, all from one authority of its own."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from certs.authority import Authority, Subject
from certs.trial import EXTENDER_CLIENT, WEBHOOK_CLIENT, write_pair
from localcluster.ports import HOST

_LIFETIME = timedelta(days=7)
_SERVERS = {
    "kube-apiserver": ("kubernetes", "kubernetes.default.svc", "localhost"),
    "webhook": ("localhost", "bondstone-webhook.bondstone-system.svc"),
    "extender": ("localhost", "bondstone-extender.bondstone-system.svc"),
    "hub": ("localhost", "bondstone-hub.bondstone-system.svc"),
    "registry": ("localhost",),
}
_CLIENTS = {
    "admin": Subject(common_name="admin", organizations=["system:masters"]),
    "controllers": Subject(common_name="system:kube-controller-manager"),
    "scheduler": Subject(common_name="system:kube-scheduler"),
    "webhook-client": Subject(common_name=WEBHOOK_CLIENT),
    "extender-client": Subject(common_name=EXTENDER_CLIENT),
}


class Pki:
    """Files by name in one folder: ``<name>.crt`` and ``<name>.key``.

    Args:
        folder: Where they are written.
        server: URL of the API server, for kubeconfigs.
    """

    def __init__(self, folder: Path, *, server: str) -> None:
        self.folder = folder
        self._server = server
        self._authority = Authority.create("localcluster", lifetime=_LIFETIME, now=self._now())
        self.ca = write_pair(folder, "ca", self._authority.pair())[0]
        for name, dns in _SERVERS.items():
            subject = Subject(common_name=name, dns=dns, ips=[HOST, "10.0.0.1"])
            self._issue(name, subject)
        for name, subject in _CLIENTS.items():
            self._issue(name, subject)
        self._issue("service-accounts", Subject(common_name="service-accounts"))

    def certificate(self, name: str) -> Path:
        """Return where a certificate is."""
        return self.folder / f"{name}.crt"

    def key(self, name: str) -> Path:
        """Return where its key is."""
        return self.folder / f"{name}.key"

    def client_kubeconfig(self, name: str, subject: Subject | None = None) -> Path:
        """Write a kubeconfig for a client certificate, issued now when a subject is given."""
        if subject is not None:
            self._issue(name, subject)
        user = {
            "client-certificate": str(self.certificate(name)),
            "client-key": str(self.key(name)),
        }
        return self._write(name, user)

    def token_kubeconfig(self, name: str, token: str) -> Path:
        """Write a kubeconfig for a bearer token."""
        return self._write(name, {"token": token})

    def webhook_kubeconfig(self, *, hosts: list[str]) -> Path:
        """Write what the API server shows to webhooks: users are looked up by ``host:port``."""
        user = {
            "client-certificate": str(self.certificate("webhook-client")),
            "client-key": str(self.key("webhook-client")),
        }
        document = {
            "apiVersion": "v1",
            "kind": "Config",
            "users": [{"name": host, "user": user} for host in hosts],
        }
        path = self.folder / "webhooks.kubeconfig"
        path.write_text(json.dumps(document))
        return path

    def _write(self, name: str, user: dict[str, str]) -> Path:
        cluster = {"server": self._server, "certificate-authority": str(self.ca)}
        document = {
            "apiVersion": "v1",
            "kind": "Config",
            "clusters": [{"name": "local", "cluster": cluster}],
            "users": [{"name": name, "user": user}],
            "contexts": [{"name": "local", "context": {"cluster": "local", "user": name}}],
            "current-context": "local",
        }
        path = self.folder / f"{name.replace(':', '-')}.kubeconfig"
        # A program that is just starting may read the one before: it must never read half of one.
        beside = path.with_suffix(".beside")
        beside.touch(mode=0o600)
        beside.write_text(json.dumps(document, indent=1))
        beside.replace(path)
        return path

    def _issue(self, name: str, subject: Subject) -> None:
        write_pair(
            self.folder, name, self._authority.issue(subject, lifetime=_LIFETIME, now=self._now())
        )

    @staticmethod
    def _now() -> datetime:
        return datetime.now(UTC)
