# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The guards of all registries, and which of them are forgotten."""

import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager

from images.bulkhead import Bulkhead
from images.guard import Guard
from images.registries import Registry

_STRANGERS = 64


class Guards:
    """One Guard for each registry.

    Registries that the operator has listed have a bulkhead each. Those that ``*`` lets in share
    one: pods choose their names, and many slow ones must not have more threads than one. Only they
    are forgotten, the least used one first, and never one that is in use.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._listed: dict[str, Guard] = {}
        self._strangers: OrderedDict[str, Guard] = OrderedDict()
        self._shared = Bulkhead("others")

    @contextmanager
    def of(self, registry: Registry) -> Iterator[Guard]:
        """Use the Guard of a registry inside of this."""
        with self._lock:
            guard = self._find(registry)
            guard.users += 1
        try:
            yield guard
        finally:
            with self._lock:
                guard.users -= 1

    def _find(self, registry: Registry) -> Guard:
        host = registry.host
        if registry.listed:
            if host not in self._listed:
                self._listed[host] = Guard(host, Bulkhead(host))
            return self._listed[host]
        guard = self._strangers.pop(host, None) or Guard(host, self._shared)
        idle = [name for name, each in self._strangers.items() if not each.users]
        for name in idle[: max(0, len(self._strangers) - _STRANGERS + 1)]:
            del self._strangers[name]
        self._strangers[host] = guard
        return guard
