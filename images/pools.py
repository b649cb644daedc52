# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Pools of connections, one for each set of authorities as their file is now."""

import ssl
import threading
from pathlib import Path

import urllib3

from images.connection import connections
from images.errors import ImageUnavailableError
from images.registries import Registry
from outbound.addresses import Resolver
from outbound.deadline import Deadline


class Pools:
    """Connections that are kept for the next request.

    Args:
        resolver: Finds addresses.
        deadline: When their reads end.
    """

    def __init__(self, resolver: Resolver, deadline: Deadline) -> None:
        self._resolver = resolver
        self._deadline = deadline
        self._lock = threading.Lock()
        self._made: dict[tuple[Path | None, bool], tuple[int, urllib3.PoolManager]] = {}

    def of(self, registry: Registry) -> urllib3.PoolManager:
        """Return the pool for a registry; those of renewed authorities take over.

        Raises:
            ImageUnavailableError: Its authorities cannot be used.
        """
        ca_file = registry.ca_file
        key = (ca_file, registry.listed)
        try:
            age = ca_file.stat().st_mtime_ns if ca_file else 0
            with self._lock:
                known = self._made.get(key)
                if known is None or known[0] != age:
                    known = self._made[key] = (age, self._make(registry))
                return known[1]
        except (OSError, ssl.SSLError) as exc:
            raise ImageUnavailableError(f"CA file {ca_file} cannot be used: {exc}") from exc

    def _make(self, registry: Registry) -> urllib3.PoolManager:
        context = ssl.create_default_context(cafile=registry.ca_file)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        self._deadline.guard(context)
        return connections(context, self._resolver, public_only=not registry.listed)
