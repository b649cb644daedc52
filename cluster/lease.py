# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Leader election by a Lease (coordination.k8s.io/v1): one of several works, the others wait.

No clock but our own is believed: a Lease is free when it has not changed for its whole duration as
we have seen it, and ours is held as long as our own last renewal is young (as client-go does it).
"""

import logging
import secrets
import socket
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Protocol

from cluster.errors import ClusterError, NotFoundError

_LOG = logging.getLogger("cluster")
DURATION = 15
"""Seconds after which a Lease that nobody renews is free."""
_HELD = 10.0
"""Seconds for which a renewal counts for ourselves: less, so that nobody works beside another."""
_RENEWED = 3.0
"""Seconds after which it is renewed."""


class Objects(Protocol):
    """The API server, as far as Leases need it; every call may raise ClusterError."""

    def get(self, path: str) -> Mapping[str, Any]:
        """Get one object."""
        ...

    def create(self, path: str, document: Mapping[str, object]) -> Mapping[str, Any]:
        """Create an object."""
        ...

    def apply(
        self, path: str, document: Mapping[str, object], *, field_manager: str
    ) -> Mapping[str, Any]:
        """Server-side apply (KEP-555)."""
        ...


def own_name() -> str:
    """Return a name for a candidate that no other process has, nor this one when asked again."""
    return f"{socket.gethostname()}_{secrets.token_hex(4)}"


class Lease:
    """One candidate for one Lease.

    Args:
        objects: The API server.
        namespace: Of the Lease.
        name: Of it, and of the field manager.
        holder: Who we are: no other process may have it.
        clock: Seconds that never go back.
    """

    def __init__(
        self,
        objects: Objects,
        *,
        namespace: str,
        name: str,
        holder: str,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._objects = objects
        self._collection = f"/apis/coordination.k8s.io/v1/namespaces/{namespace}/leases"
        self._namespace = namespace
        self._name = name
        self._holder = holder
        self._clock = clock
        self._renewed: float | None = None
        self._seen: tuple[object, float] = (None, 0.0)

    @property
    def held(self) -> bool:
        """True while it is ours for sure."""
        return self._renewed is not None and self._clock() - self._renewed < _HELD

    def hold(self) -> bool:
        """Take or renew it where that is due, and tell whether it is ours."""
        if self._renewed is not None and self._clock() - self._renewed < _RENEWED:
            return True
        asked = self._clock()
        try:
            if self._take():
                if not self.held:
                    _LOG.info("leading", extra={"lease": self._name, "holder": self._holder})
                self._renewed = asked
        except ClusterError as exc:
            _LOG.warning("lease is not renewed", extra={"lease": self._name, "why": str(exc)})
        return self.held

    def release(self) -> None:
        """Let another one have it at once."""
        if not self.held:
            return
        self._renewed = None
        try:
            self._write(self._objects.get(f"{self._collection}/{self._name}"), holder="")
        except ClusterError as exc:
            _LOG.warning("lease is not released", extra={"lease": self._name, "why": str(exc)})

    def _take(self) -> bool:
        try:
            found = self._objects.get(f"{self._collection}/{self._name}")
        except NotFoundError:
            self._objects.create(self._collection, self._document({}, holder=self._holder))
            return True
        holder = (found.get("spec") or {}).get("holderIdentity") or ""
        if holder not in ("", self._holder) and not self._expired(found):
            self._renewed = None
            return False
        self._write(found, holder=self._holder)
        return True

    def _expired(self, found: Mapping[str, Any]) -> bool:
        version = found["metadata"]["resourceVersion"]
        if self._seen[0] != version:
            self._seen = (version, self._clock())
        return self._clock() - self._seen[1] >= DURATION

    def _write(self, found: Mapping[str, Any], *, holder: str) -> None:
        """Write it, unless somebody else has written since it was read."""
        metadata = {key: found["metadata"][key] for key in ("uid", "resourceVersion")}
        document = self._document(metadata, holder=holder)
        path = f"{self._collection}/{self._name}"
        self._objects.apply(path, document, field_manager=self._name)

    def _document(self, metadata: Mapping[str, object], *, holder: str) -> dict[str, object]:
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        return {
            "apiVersion": "coordination.k8s.io/v1",
            "kind": "Lease",
            "metadata": {"namespace": self._namespace, "name": self._name, **metadata},
            "spec": {
                "holderIdentity": holder,
                "leaseDurationSeconds": DURATION,
                "renewTime": now,
            },
        }
