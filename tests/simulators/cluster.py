# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The cluster, as far as applications ask it: objects by name, namespaces, and writes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from cluster.errors import ClusterError, NotFoundError, UnreachableError
from trust.namespace import Namespace
from trust.pod import Pod

T = TypeVar("T")


@dataclass
class SimulatedObjects(Generic[T]):
    """Objects of one kind; a test changes them through ``put``."""

    objects: dict[str, T] = field(default_factory=dict)
    synced: bool = True
    revision: int = 0

    def values(self) -> Mapping[str, T]:
        """Return all of them."""
        return dict(self.objects)

    def put(self, name: str, value: T) -> None:
        """Set one, as a watch event would."""
        self.objects[name] = value
        self.revision += 1


@dataclass
class SimulatedNamespaces:
    """Namespaces by name; others cannot be had."""

    labels: dict[str, dict[str, str]]

    def get(self, name: str) -> Namespace:
        """Return one, or fail as an API server that is away."""
        if name not in self.labels:
            raise UnreachableError("API server cannot be reached: connection refused")
        return Namespace(name=name, labels=self.labels[name])


@dataclass
class SimulatedPods:
    """Pods by name, whatever the namespace; others do not exist."""

    objects: dict[str, Pod] = field(default_factory=dict)

    def get(self, namespace: str, name: str, *, deadline: float) -> Pod:
        """Return one, or fail as for one that is gone."""
        assert deadline > 0
        if name not in self.objects:
            raise NotFoundError(f"GET /api/v1/namespaces/{namespace}/pods/{name}: 404")
        return self.objects[name]


@dataclass
class SimulatedWriter:
    """Takes writes down; refuses paths that a test says."""

    applied: list[tuple[str, Mapping[str, object]]] = field(default_factory=list)
    patched: list[tuple[str, Mapping[str, object]]] = field(default_factory=list)
    managers: list[str] = field(default_factory=list)
    refused: str = ""
    error: type[ClusterError] = ClusterError

    def apply(self, path: str, document: Mapping[str, object], *, field_manager: str) -> object:
        """Take a server-side apply down."""
        assert field_manager.startswith("bondstone-hub")
        self._refuse(path)
        self.managers.append(field_manager)
        self.applied.append((path, document))
        return {}

    def merge_patch(self, path: str, document: Mapping[str, object]) -> object:
        """Take a merge patch down."""
        self._refuse(path)
        self.patched.append((path, document))
        return {}

    def _refuse(self, path: str) -> None:
        if self.refused and self.refused in path:
            raise self.error(f"{path}: 409")
