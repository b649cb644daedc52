# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Which registries may be asked, and how; this is also the allow-list (step 0)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from images.errors import RuleBrokenError

ANY = "*"
"""Spelled out: any registry, verified against the system's authorities, without credentials."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Registry:
    """One registry.

    Attributes:
        host: Name and port, as references write it.
        ca_file: Authorities of its certificate, PEM; None for the system's.
        username: For basic authentication; None asks anonymously.
        password_file: Where the password is; read again for every connection to renew.
        token_hosts: Hosts, beside its own, whose token services may see its credentials.
        mirrors: Hosts, listed themselves, that are asked before it.
        mirrors_tags: They are believed what a tag names; else they are asked for digests alone.
        listed: The operator has named it; only such a one may have an address that is not public.
    """

    host: str
    ca_file: Path | None = None
    username: str | None = None
    password_file: Path | None = field(default=None, repr=False)
    token_hosts: tuple[str, ...] = ()
    mirrors: tuple[str, ...] = ()
    mirrors_tags: bool = False
    listed: bool = True


@dataclass(frozen=True, slots=True)
class Registries:
    """Allowed registries by host."""

    by_host: Mapping[str, Registry] = field(default_factory=dict)

    def find(self, host: str) -> Registry | None:
        """Return how to ask a registry, or None where it is not allowed."""
        if host in self.by_host:
            return self.by_host[host]
        return Registry(host=host, listed=False) if ANY in self.by_host else None

    def require(self, host: str) -> Registry:
        """Return how to ask a registry (step 0).

        Raises:
            RuleBrokenError: It is not on the allow-list.
        """
        found = self.find(host)
        if found is None:
            raise RuleBrokenError(
                "registry-not-allowed", f"registry {host} is not on the allow-list"
            )
        return found

    def mirrors_of(self, registry: Registry, *, by_digest: bool) -> tuple[Registry, ...]:
        """Return whom to ask before a registry, in order."""
        if not by_digest and not registry.mirrors_tags:
            return ()
        return tuple(self.by_host[host] for host in registry.mirrors)
