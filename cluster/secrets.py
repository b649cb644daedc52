# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Secrets read by name, each at most once in some seconds; nothing is listed, watched or kept."""

import json
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from cluster.errors import ClusterError
from cluster.lookup import Objects, require_names

_SECONDS = 2.0
_FRESH_SECONDS = 10.0
_KEPT = 256
_BYTES = 16 * 1024 * 1024
"""Of all answers that are kept: a tenant may have many Secrets of 1 MiB."""

_Key = tuple[str, str]
_Failure = tuple[type[ClusterError], str]


@dataclass(frozen=True, slots=True)
class _Kept:
    """An answer as JSON, whose size is known, or why there is none; and until when it counts.

    Not the error itself: its traceback would keep alive the whole review that was asked for.
    """

    until: float
    content: bytes
    failure: _Failure | None = None


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
        self._kept: OrderedDict[_Key, _Kept] = OrderedDict()
        self._bytes = 0

    def get(self, namespace: str, name: str) -> Mapping[str, Any]:
        """Return a Secret as JSON values, some seconds old at most.

        Raises:
            ClusterError: It does not exist, may not be read, or no answer could be had.
        """
        require_names(namespace, name, what="a Secret")
        key = (namespace, name)
        with self._lock:
            kept = self._kept.get(key)
        if kept is None or self._clock() >= kept.until:
            kept = self._ask(namespace, name)
            self._keep(key, kept)
        if kept.failure is not None:
            kind, text = kept.failure
            raise kind(text)
        found: Mapping[str, Any] = json.loads(kept.content)
        return found

    def _ask(self, namespace: str, name: str) -> _Kept:
        path = f"/api/v1/namespaces/{namespace}/secrets/{name}"
        try:
            content = json.dumps(self._connection.get(path, seconds=_SECONDS)).encode()
        except ClusterError as exc:
            return _Kept(self._clock() + _FRESH_SECONDS, b"", (type(exc), str(exc)))
        return _Kept(self._clock() + _FRESH_SECONDS, content)

    def _keep(self, key: _Key, answer: _Kept) -> None:
        """Keep an answer, and let go of old ones, and of the oldest ones of too many."""
        with self._lock:
            if key in self._kept:
                self._bytes -= len(self._kept.pop(key).content)
            self._kept[key] = answer
            self._bytes += len(answer.content)
            while self._kept and self._must_go(next(iter(self._kept.values()))):
                self._bytes -= len(self._kept.popitem(last=False)[1].content)

    def _must_go(self, oldest: _Kept) -> bool:
        too_many = len(self._kept) > _KEPT or self._bytes > _BYTES
        return too_many or self._clock() >= oldest.until
