# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Nodes joined with the inventory: two caches that are read as one."""

import threading
from collections.abc import Mapping
from typing import Protocol, TypeVar

from trust.inventory import NodeIdentity, identified
from trust.report import Node
from trust.tag_record import ReadRecord

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


class TagRecords(Protocol):
    """Who verifies tag records."""

    @property
    def revision(self) -> int:
        """Return a number that grows when ``read`` may answer differently."""
        ...

    def read(self, text: str) -> ReadRecord:
        """Return the record, or why it does not count."""
        ...


class IdentifiedNodes:
    """Node objects, each with the identities and tag records that administrators gave it.

    Args:
        nodes: Node objects.
        inventory: NodeIdentity objects.
        records: Verifies tag records.
    """

    def __init__(
        self, nodes: Watched[Node], inventory: Watched[NodeIdentity], records: TagRecords
    ) -> None:
        self._nodes = nodes
        self._inventory = inventory
        self._records = records
        self._lock = threading.Lock()
        self._joined: tuple[tuple[int, ...], Mapping[str, Node]] = ((), {})

    @property
    def synced(self) -> bool:
        """True as long as both are: a node without its identity must not look like another one."""
        return self._nodes.synced and self._inventory.synced

    @property
    def revision(self) -> int:
        """Return a number that grows with every change of any of them."""
        return sum(self._revisions())

    def values(self) -> Mapping[str, Node]:
        """Return all nodes by name; joined at most once per change."""
        with self._lock:
            revisions = self._revisions()
            if self._joined[0] != revisions:
                # Read after the revisions: what is newer than they say is joined once more.
                joined = identified(
                    self._nodes.values(), self._inventory.values(), read_record=self._records.read
                )
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

    def _revisions(self) -> tuple[int, int, int]:
        return self._nodes.revision, self._inventory.revision, self._records.revision
