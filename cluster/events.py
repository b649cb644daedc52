# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Events, as ``kubectl describe`` shows them (core/v1 Event)."""

import hashlib
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Protocol

from cluster.errors import NotFoundError
from cluster.subject import Subject
from trust.times import clock_text

_LIMIT = 1000
"""Characters; the API server refuses messages over 1,024."""


class Objects(Protocol):
    """The API server, as far as Events need it; every call may raise ClusterError."""

    def get(self, path: str) -> Mapping[str, Any]:
        """Get one object."""
        ...

    def create(self, path: str, document: Mapping[str, object]) -> object:
        """Create an object."""
        ...

    def merge_patch(self, path: str, document: Mapping[str, object]) -> object:
        """Merge patch (RFC 7386)."""
        ...


def _utc_now() -> datetime:
    return datetime.now(UTC)


class EventRecorder:
    """Records Events; the same one again raises its count.

    Args:
        objects: The API server.
        component: Whose Events they are.
        severity: Warning, or Normal.
        now: The clock.
    """

    def __init__(
        self,
        objects: Objects,
        *,
        component: str,
        severity: str = "Warning",
        now: Callable[[], datetime] = _utc_now,
    ) -> None:
        self._objects = objects
        self._component = component
        self._severity = severity
        self._now = now

    def __call__(self, subject: Subject, *, reason: str, message: str) -> None:
        """Record an Event.

        Raises:
            ClusterError: The API server did not take it.
        """
        collection = f"/api/v1/namespaces/{subject.events_namespace}/events"
        name = _name(subject, reason, message)
        now = clock_text(self._now())
        try:
            known = self._objects.get(f"{collection}/{name}")
        except NotFoundError:
            self._objects.create(collection, self._event(subject, name, reason, message, now))
            return
        count = known.get("count")
        again = {"count": (count if isinstance(count, int) else 1) + 1, "lastTimestamp": now}
        self._objects.merge_patch(f"{collection}/{name}", again)

    def _event(
        self, subject: Subject, name: str, reason: str, message: str, now: str
    ) -> dict[str, object]:
        about = {
            "apiVersion": subject.api_version,
            "kind": subject.kind,
            "name": subject.name,
            "uid": subject.uid,
            **({"namespace": subject.namespace} if subject.namespace else {}),
        }
        return {
            "apiVersion": "v1",
            "kind": "Event",
            "metadata": {"name": name, "namespace": subject.events_namespace},
            "involvedObject": about,
            "type": self._severity,
            "reason": reason,
            "message": message[:_LIMIT],
            "source": {"component": self._component},
            "reportingComponent": f"bondstone.dev/{self._component}",
            "firstTimestamp": now,
            "lastTimestamp": now,
            "count": 1,
        }


def _name(subject: Subject, reason: str, message: str) -> str:
    """Name the Event by what it says, so that the same one is found again."""
    digest = hashlib.sha256(f"{subject.uid}\0{reason}\0{message}".encode()).hexdigest()[:16]
    return f"{subject.name[:200]}.{digest}"
