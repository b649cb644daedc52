# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The Snapshots of all verification services, and which of them have a say about a node.

Where a policy names sources, every named one must vouch. Where it names none, every source must
that counts by an identity which the node has: a node without a TPM identity is no business of a
source that knows nodes by theirs. Where policies of both kinds apply, both hold.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from trust.report import Node, Snapshot

ALL_THAT_KNOW_IT = ""
"""Among names of sources: every source that counts by an identity which the node has."""


@dataclass(frozen=True, slots=True)
class Sources:
    """What every configured verification service says; each Snapshot ages on its own.

    Attributes:
        snapshots: One for each source, sorted by its name.
    """

    snapshots: tuple[Snapshot, ...] = ()

    @classmethod
    def of(cls, snapshots: Iterable[Snapshot]) -> "Sources":
        """Bring Snapshots into order."""
        return cls(tuple(sorted(snapshots, key=lambda each: each.source)))

    def concerning(self, node: Node, named: frozenset[str]) -> tuple[Snapshot, ...]:
        """Return the Snapshots that must vouch for the node.

        Args:
            node: Of the cluster.
            named: Sources that policies name; empty is ``ALL_THAT_KNOW_IT`` alone.
        """
        everyone = not named or ALL_THAT_KNOW_IT in named
        return tuple(
            each
            for each in self.snapshots
            if each.source in named or (everyone and node.identity(each.kind) is not None)
        )

    def missing(self, named: frozenset[str]) -> tuple[str, ...]:
        """Return those named that are not configured, sorted."""
        known = {ALL_THAT_KNOW_IT, *(each.source for each in self.snapshots)}
        return tuple(sorted(named - known))
