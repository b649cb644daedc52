# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Secrets read by name, each at most once in some seconds; nothing is listed, watched or kept."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Any

from cluster.errors import ClusterError
from cluster.lookup import Objects, require_names

_SECONDS = 2.0
_FRESH_SECONDS = 10.0
_KEPT = 256

_Key = tuple[str, str]


class SecretLookup:
    """Answers for one name at a time.

    Args:
        connection: The API server.
        clock: Seconds that never go back.
    """

    def __init__(self, connection: Objects, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._connection = connection
        self._clock = clock
        self._lock = threading.Lock()
        self._kept: OrderedDict[_Key, tuple[float, Mapping[str, Any] | ClusterError]] = (
            OrderedDict()
        )

    def get(self, namespace: str, name: str) -> Mapping[str, Any]:
        """Return a Secret as JSON values, some seconds old at most.

        Raises:
            ClusterError: It does not exist, may not be read, or no answer could be had.
        """
        require_names(namespace, name, what="a Secret")
        found = self._known((namespace, name))
        if found is None:
            found = self._ask(namespace, name)
        if isinstance(found, ClusterError):
            raise type(found)(str(found))
        return found

    def _known(self, key: _Key) -> Mapping[str, Any] | ClusterError | None:
        with self._lock:
            kept = self._kept.get(key)
        return kept[1] if kept is not None and self._clock() < kept[0] else None

    def _ask(self, namespace: str, name: str) -> Mapping[str, Any] | ClusterError:
        path = f"/api/v1/namespaces/{namespace}/secrets/{name}"
        found: Mapping[str, Any] | ClusterError
        try:
            found = self._connection.get(path, seconds=_SECONDS)
        except ClusterError as exc:
            found = exc
        with self._lock:
            self._kept[(namespace, name)] = (self._clock() + _FRESH_SECONDS, found)
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return found
