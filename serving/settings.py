# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Settings of a server: one frozen value, read once."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from serving.errors import SettingsError

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerSettings:
    """How one component listens."""

    name: str
    """The component, for logs and metrics."""
    host: str = "0.0.0.0"  # noqa: S104  inside a pod there is one interface to listen on
    """Address of both ports."""
    port: int = 8443
    """TCP port of the TLS server."""
    health_port: int = 8080
    """TCP port of /healthz, /readyz and /metrics, in plain HTTP: kubelets show no certificate."""
    tls_cert: Path
    """Serving certificate chain, PEM; read again when it changes."""
    tls_key: Path
    """Its private key, PEM."""
    client_ca: Path | None = None
    """Authorities of client certificates, PEM; None asks for no certificate."""
    client_names: frozenset[str] = frozenset()
    """CN or DNS name that a client certificate must have; with ``client_ca`` never empty."""
    threads: int = 64
    """Requests at a time: they wait for registries most of the time."""
    body_limit: int = 40 * MEBIBYTE
    """Bytes: an update carries two objects of 3 MiB each, and the API server writes a ``<`` in six
    bytes. Only who shows a certificate can send any."""
    deadline: timedelta = timedelta(seconds=6.5)
    """For one request. A read under way may outlast it by its own 3 s, and the whole must stay
    under the 10 s of the webhook configurations, so that our text arrives and not a timeout."""
    keep_alive: timedelta = timedelta(seconds=120)
    """Above the 90 s for which a Go client keeps an idle connection, so that it never races."""
    drain: timedelta = timedelta(seconds=15)
    """For requests under way after SIGTERM; a pod's termination grace must be longer."""

    def __post_init__(self) -> None:
        """Refuse what would check nothing."""
        if self.client_ca is not None and not self.client_names:
            raise SettingsError("a client CA without a client name admits nobody: name the clients")
        if self.client_ca is None and self.client_names:
            raise SettingsError("client names without a client CA prove nothing: give the CA file")
        if self.port == self.health_port:
            raise SettingsError(f"both ports are {self.port}: give the health port another one")
        if not self.deadline > timedelta(0):
            raise SettingsError("the deadline must be above zero")
