# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Objects by path, with the API server's preconditions: who wrote meanwhile is not overwritten."""

from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from cluster.errors import ClusterError, ConflictError, NotFoundError

_SERVER_TIME = "/apis/authentication.k8s.io/v1/selfsubjectreviews"


@dataclass
class SimulatedStore:
    """Keeps what is written; one field manager, whose every apply says all that is its."""

    objects: dict[str, dict[str, Any]] = field(default_factory=dict)
    failure: ClusterError | None = None
    refused: str = ""
    before_write: Callable[[], object] | None = None
    now: Callable[[], datetime] = lambda: datetime(2026, 1, 1, 12, tzinfo=UTC)
    writes: list[str] = field(default_factory=list)
    _version: int = 0

    def get(self, path: str) -> Mapping[str, Any]:
        """Get one."""
        self._fail(path)
        if path not in self.objects:
            raise NotFoundError(f"GET {path}: 404")
        return deepcopy(self.objects[path])

    def create(self, path: str, document: Mapping[str, object]) -> Mapping[str, Any]:
        """Create one, or tell the time."""
        self._fail(path)
        if path == _SERVER_TIME:
            stamp = self.now().strftime("%Y-%m-%dT%H:%M:%SZ")
            return {"metadata": {"creationTimestamp": stamp}}
        self._interrupt()
        whole = f"{path}/{_metadata(document)['name']}"
        if whole in self.objects:
            raise ConflictError(f"POST {path}: 409")
        return self.put(whole, document)

    def apply(
        self, path: str, document: Mapping[str, object], *, field_manager: str
    ) -> Mapping[str, Any]:
        """Server-side apply, refused where the object is not the one that was read."""
        assert field_manager
        self._fail(path)
        self._interrupt()
        found = self.objects.get(path)
        for key in ("uid", "resourceVersion"):
            wanted = _metadata(document).get(key)
            if wanted is not None and (found is None or found["metadata"][key] != wanted):
                raise ConflictError(f"PATCH {path}: 409")
        self.writes.append(path)
        return self.put(path, document if found is None else _merged(found, document))

    def put(self, path: str, document: Mapping[str, object]) -> Mapping[str, Any]:
        """Write, as anybody may."""
        self._version += 1
        found: dict[str, Any] = deepcopy(dict(document))
        metadata = dict(found.get("metadata") or {})
        before = self.objects.get(path)
        metadata["uid"] = before["metadata"]["uid"] if before else f"uid-{self._version}"
        metadata["resourceVersion"] = str(self._version)
        found["metadata"] = metadata
        self.objects[path] = found
        return deepcopy(found)

    def _interrupt(self) -> None:
        """Let somebody else write between our read and our write."""
        interrupt, self.before_write = self.before_write, None
        if interrupt is not None:
            interrupt()

    def _fail(self, path: str) -> None:
        if self.failure is not None:
            raise self.failure
        if self.refused and self.refused in path:
            raise ClusterError(f"{path}: refused")


def _metadata(document: Mapping[str, object]) -> Mapping[str, Any]:
    found = document["metadata"]
    assert isinstance(found, Mapping)
    return found


def _merged(found: Mapping[str, Any], document: Mapping[str, object]) -> dict[str, Any]:
    """Merge: ``data`` is its manager's whole, entries of webhooks are merged by name."""
    merged = deepcopy(dict(found))
    for key, value in document.items():
        if key == "webhooks" and isinstance(value, list):
            entries = {entry["name"]: entry for entry in merged[key]}
            merged[key] = [_deep(entries[entry["name"]], entry) for entry in value]
        elif isinstance(value, Mapping) and key != "data":
            merged[key] = _deep(merged.get(key) or {}, value)
        else:
            merged[key] = deepcopy(value)
    return merged


def _deep(found: Mapping[str, Any], change: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(found)
    for key, value in change.items():
        both = isinstance(value, Mapping) and isinstance(merged.get(key), Mapping)
        merged[key] = _deep(merged[key], value) if both else deepcopy(value)
    return merged
