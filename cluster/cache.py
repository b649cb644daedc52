# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""One kind of object, listed and watched into a mapping that readers share.

A cache that has not synced is not ready, and its callers answer UNKNOWN. Once synced it stays in
force while the connection breaks and comes back: an API server that is down must not relax
anything. But what was not confirmed for longer than a bound is no knowledge any more.
"""

import logging
import random
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeVar

from cluster.connection import Connection, Params
from cluster.contact import Contact
from cluster.errors import ClusterError
from cluster.listing import list_all, watch_once
from cluster.objects import key_of
from cluster.store import Store
from trust.errors import TrustError
from trust.pauses import retry_pause

T = TypeVar("T")
_LOG = logging.getLogger("cluster")
_LONGEST_PAUSE = 30.0
"""Seconds between two attempts while the API server is away."""
_BETWEEN_WATCHES = 0.2
"""Seconds, so that an API server that ends every watch at once is not hammered."""


class Cache(Generic[T]):
    """Objects by name, or by namespace/name.

    Args:
        connection: The API server.
        path: Of the collection.
        convert: Turns raw JSON into the value that is kept.
        name: For people and logs.
        params: Selectors of list and watch.
        pause: Seconds to wait after so many failures in a row.
        clock: Seconds that never go back.
    """

    def __init__(  # noqa: PLR0913  what is listed, and how often
        self,
        connection: Connection,
        path: str,
        convert: Callable[[Mapping[str, Any]], T],
        *,
        name: str,
        params: Params | None = None,
        pause: Callable[[int], float] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._connection = connection
        self._path = path
        self._convert = convert
        self._name = name
        self._params = dict(params or {})
        self._pause = pause or _pause
        self._store: Store[T] = Store()
        self._clock = clock
        self._synced = False
        self._contact = Contact(name, clock)
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"watch-{name}", daemon=True)

    @property
    def synced(self) -> bool:
        """True once the first list has come in, and as long as the API server is heard."""
        return self._synced and self._contact.recent

    @property
    def revision(self) -> int:
        """Return a number that grows with every change of a value."""
        return self._store.revision

    def values(self) -> Mapping[str, T]:
        """Return all objects; the mapping does not change any more."""
        return self._store.values()

    def problem(self) -> str | None:
        """Return why not to be ready: never synced, or nobody watches."""
        if not self._thread.is_alive():
            return f"the thread that watches {self._name} is gone"
        return self._contact.problem()

    def alive(self) -> bool:
        """Tell whether somebody watches, or will."""
        return self._thread.ident is None or self._thread.is_alive()

    def start(self) -> None:
        """Begin to list and watch."""
        self._thread.start()

    def stop(self) -> None:
        """Stop; a stream that is open ends with the process, its thread being a daemon."""
        self._stopped.set()

    def _run(self) -> None:
        failures = 0
        while not self._stopped.is_set():
            began = self._clock()
            try:
                version = self._relist()
                while not self._stopped.is_set():
                    version = watch_once(
                        self._connection, self._path, self._params, version, self._take
                    )
                    self._contact.hear()
                    # A list alone is no success: who may list and not watch would list for ever.
                    failures = 0
                    self._stopped.wait(_BETWEEN_WATCHES)
            except ClusterError as exc:
                lasted = self._clock() - began > _LONGEST_PAUSE
                failures = 1 if lasted else failures + 1
                self._contact.lose(exc)
                self._stopped.wait(self._pause(failures))

    def _relist(self) -> str:
        """Replace everything by a fresh list; what is gone is gone here too."""
        fresh: dict[str, T] = {}

        def take(item: Mapping[str, Any]) -> None:
            if (value := self._value(item)) is not None:
                fresh[key_of(item)] = value

        version = list_all(self._connection, self._path, self._params, take)
        self._store.replace(fresh)
        self._contact.mend()
        self._synced = True
        return version

    def _take(self, kind: str, item: Mapping[str, Any]) -> None:
        """Take one event; a heartbeat that changes nothing for us changes nothing here."""
        self._contact.hear()
        value = None if kind == "DELETED" else self._value(item)
        self._store.put(key_of(item), value)

    def _value(self, item: Mapping[str, Any]) -> T | None:
        """Convert; what cannot be is left out, and so unknown to every decision."""
        try:
            return self._convert(item)
        except (TrustError, LookupError, TypeError, ValueError) as exc:
            _LOG.error("object cannot be read", extra={"kind": self._name, "why": repr(exc)})
            return None


def _pause(failures: int) -> float:
    return retry_pause(failures, longest=_LONGEST_PAUSE, chance=random.random())  # noqa: S311  no secret
