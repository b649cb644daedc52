# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What the hub needs of its neighbours: one small Protocol each, owned here."""

from collections.abc import Mapping
from typing import Protocol, TypeVar

from cluster.subject import Subject
from trust.inventory import NodeIdentity
from trust.report import Node
from trust.sources import Sources

T_co = TypeVar("T_co", covariant=True)


class Objects(Protocol[T_co]):
    """Objects of one kind; not to be relied on before ``synced``."""

    @property
    def synced(self) -> bool:
        """True once the first list has come in."""
        ...

    def values(self) -> Mapping[str, T_co]:
        """Return every object by name (pods: by namespace/name)."""
        ...


class Inventory(Protocol):
    """What administrators say of nodes' hardware."""

    @property
    def synced(self) -> bool:
        """True as long as it can be relied on for what it does not say."""
        ...

    def inventory(self) -> Mapping[str, NodeIdentity]:
        """Return every NodeIdentity by name."""
        ...


class InventoriedNodes(Objects[Node], Inventory, Protocol):
    """Node objects joined with it; both are good when the nodes are synced."""


class Snapshots(Protocol):
    """The newest Snapshots of the verification services."""

    def sources(self) -> Sources:
        """Return them, whatever their ages; the same value as long as nothing changed."""
        ...


class Leadership(Protocol):
    """A Lease that one hub of several holds."""

    def hold(self) -> bool:
        """Take or renew it where that is due, and tell whether it is ours."""
        ...

    def release(self) -> None:
        """Let another hub have it at once."""
        ...


class Writer(Protocol):
    """The API server, as far as the hub writes to it; every call may raise ClusterError."""

    def apply(self, path: str, document: Mapping[str, object], *, field_manager: str) -> object:
        """Server-side apply (KEP-555)."""
        ...

    def merge_patch(self, path: str, document: Mapping[str, object]) -> object:
        """Merge patch (RFC 7386)."""
        ...


class Recorder(Protocol):
    """Where Events go."""

    def __call__(self, subject: Subject, *, reason: str, message: str) -> None:
        """Record a Warning about an object, or raise ClusterError."""
        ...
