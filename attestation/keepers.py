# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The keepers of all sources as one: what applications read and start."""

import threading
from collections.abc import Mapping, Sequence

from attestation.keeper import SnapshotKeeper
from trust.report import Snapshot
from trust.sources import Sources


class Keepers:
    """Keeps every source's Snapshot fresh; one that is silent holds no other one up.

    Args:
        keepers: One for each source, at least one.
    """

    def __init__(self, keepers: Sequence[SnapshotKeeper]) -> None:
        self._keepers = tuple(keepers)
        self._lock = threading.Lock()
        self._sources = Sources.of([keeper.snapshot() for keeper in keepers])

    def by_source(self) -> Mapping[str, SnapshotKeeper]:
        """Return the keeper of each source."""
        return {keeper.source: keeper for keeper in self._keepers}

    def sources(self) -> Sources:
        """Return the newest Snapshots; the same value as long as none of them changed."""
        snapshots = [keeper.snapshot() for keeper in self._keepers]
        with self._lock:
            if not _same(snapshots, self._sources.snapshots):
                self._sources = Sources.of(snapshots)
            return self._sources

    def start(self) -> None:
        """Begin to poll."""
        for keeper in self._keepers:
            keeper.start()

    def stop(self) -> None:
        """Stop polling; polls under way end with their own deadlines."""
        for keeper in self._keepers:
            keeper.stop()

    def alive(self) -> bool:
        """Tell whether somebody polls every source, or will."""
        return all(keeper.alive() for keeper in self._keepers)

    def problem(self) -> str | None:
        """Return why not to be ready: no source can be relied on any more.

        With one of several silent, the nodes that others vouch for still have to be answered for.
        """
        problems = self._problems()
        if len(problems) < len(self._keepers) and self.alive():
            return None
        return "; ".join(problems) or None

    def note(self) -> str | None:
        """Return which sources cannot be relied on, whether others can or not."""
        return "; ".join(self._problems()) or None

    def _problems(self) -> list[str]:
        return [problem for keeper in self._keepers if (problem := keeper.problem())]


def _same(snapshots: Sequence[Snapshot], known: Sequence[Snapshot]) -> bool:
    ids = {id(snapshot) for snapshot in known}
    return len(snapshots) == len(known) and all(id(snapshot) in ids for snapshot in snapshots)
