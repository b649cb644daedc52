# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Nodes joined with the inventory: two caches that are read as one."""

import threading
from collections.abc import Mapping
from typing import Protocol, TypeVar

from trust.inventory import NodeIdentity, identified
from trust.report import Node

T_co = TypeVar("T_co", covariant=True)


class Watched(Protocol[T_co]):
    """Objects of one kind that somebody lists and watches."""

    @property
    def synced(self) -> bool:
        """True as long as they can be relied on."""
        ...

    @property
    def revision(self) -> int:
        """Return a number that grows with every change."""
        ...

    def values(self) -> Mapping[str, T_co]:
        """Return all of them by name."""
        ...

    def problem(self) -> str | None:
        """Return why not to be ready."""
        ...

    def alive(self) -> bool:
        """Tell whether somebody watches, or will."""
        ...

    def start(self) -> None:
        """Begin to list and watch."""
        ...

    def stop(self) -> None:
        """Stop."""
        ...


class IdentifiedNodes:
    """Node objects, each with the identities that administrators gave it.

    Args:
        nodes: Node objects.
        inventory: NodeIdentity objects.
    """

    def __init__(self, nodes: Watched[Node], inventory: Watched[NodeIdentity]) -> None:
        self._nodes = nodes
        self._inventory = inventory
        self._lock = threading.Lock()
        self._joined: tuple[tuple[int, int], Mapping[str, Node]] = ((-1, -1), {})

    @property
    def synced(self) -> bool:
        """True as long as both are: a node without its identity must not look like another one."""
        return self._nodes.synced and self._inventory.synced

    @property
    def revision(self) -> int:
        """Return a number that grows with every change of either."""
        return self._nodes.revision + self._inventory.revision

    def values(self) -> Mapping[str, Node]:
        """Return all nodes by name; joined at most once per change."""
        with self._lock:
            revisions = self._nodes.revision, self._inventory.revision
            if self._joined[0] != revisions:
                # Read after the revisions: what is newer than they say is joined once more.
                joined = identified(self._nodes.values(), self._inventory.values())
                self._joined = revisions, joined
            return self._joined[1]

    def inventory(self) -> Mapping[str, NodeIdentity]:
        """Return what administrators wrote, by name."""
        return self._inventory.values()

    def problem(self) -> str | None:
        """Return why not to be ready."""
        return self._nodes.problem() or self._inventory.problem()

    def alive(self) -> bool:
        """Tell whether somebody watches both, or will."""
        return self._nodes.alive() and self._inventory.alive()

    def start(self) -> None:
        """Begin to list and watch."""
        self._nodes.start()
        self._inventory.start()

    def stop(self) -> None:
        """Stop both."""
        self._inventory.stop()
        self._nodes.stop()
