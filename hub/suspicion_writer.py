# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Suspicions in the status of NodeIdentities, so that every component learns of them by its watch.

Each source has a field manager of its own: what one source hinted at is not undone by another.
Several hubs share it, and each sees the others' writes only by its watch: what is taken away, or
told late, is written only where nothing was written since (metadata.resourceVersion).
"""

import logging
from collections.abc import Mapping
from datetime import UTC

from cluster.errors import ClusterError, ConflictError
from hub.identity_status import apply_status
from hub.neighbours import Writer
from trust.inventory import NodeIdentity
from trust.report import Snapshot, Suspicion
from trust.rules.suspected import cleared

_LOG = logging.getLogger("hub.hints")
_MANAGER = "bondstone-hub-hints"
_LONGEST = 256


class SuspicionWriter:
    """Writes suspicions, and takes them away when the source has cleared them.

    Args:
        writer: The API server.
    """

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._untold: dict[tuple[str, str], tuple[NodeIdentity, Suspicion]] = {}
        self._last: dict[tuple[str, str], Suspicion] = {}

    def write(self, entry: NodeIdentity, suspicion: Suspicion, *, unchanged: bool = False) -> None:
        """Write a suspicion against a node; what the API server does not take is tried again.

        Args:
            entry: Of the node.
            suspicion: What is held against it.
            unchanged: Only where nobody has written to the entry since it was read.
        """
        about = {"node": entry.name, "source": suspicion.source, "why": suspicion.why}
        since = suspicion.since.astimezone(UTC).isoformat().replace("+00:00", "Z")
        said = {"source": suspicion.source, "since": since, "why": suspicion.why[:_LONGEST]}
        key = (entry.name, suspicion.source)
        self._last[key] = suspicion  # also where it fails: it may have been taken all the same
        try:
            self._apply(entry, suspicion.source, [said], unchanged=unchanged)
        except ClusterError as exc:
            self._untold[key] = (entry, suspicion)
            _LOG.warning("hint could not be told", extra={**about, "problem": str(exc)})
            return
        self._untold.pop(key, None)
        _LOG.warning("hint about a node", extra=about)

    def tidy(
        self, inventory: Mapping[str, NodeIdentity], snapshots: Mapping[str, Snapshot]
    ) -> None:
        """Write what is still to be told, and take away what the sources have cleared.

        What a source that is gone said it can never clear, so it is taken away, too. The inventory
        is watched and may not show yet what was written last, which goes with what it shows: both
        must be cleared.

        Args:
            inventory: By name.
            snapshots: By source.
        """
        for key, (entry, suspicion) in list(self._untold.items()):
            known = inventory.get(entry.name)
            if known is None or known.uid != entry.uid or _over(entry, suspicion, snapshots):
                del self._untold[key]
            elif any(_at_least(each, suspicion) for each in known.suspicions):
                del self._untold[key]  # another hub was told as much, or the answer was lost
            else:
                self.write(known, suspicion, unchanged=True)
        self._last = {key: last for key, last in self._last.items() if key[0] in inventory}
        for name, entry in inventory.items():
            for suspicion in entry.suspicions:
                last = self._last.get((name, suspicion.source), suspicion)
                if all(_over(entry, each, snapshots) for each in (suspicion, last)):
                    self._take_away(entry, suspicion.source)

    def _take_away(self, entry: NodeIdentity, source: str) -> None:
        try:
            self._apply(entry, source, [], unchanged=True)
        except ConflictError:
            # It may be a suspicion of another hub: the watch brings it, and it is judged then.
            _LOG.info("written meanwhile", extra={"node": entry.name, "source": source})
        except ClusterError as exc:
            _LOG.warning("write failed", extra={"node": entry.name, "why": str(exc)})

    def _apply(
        self, entry: NodeIdentity, source: str, suspicions: list[dict[str, str]], *, unchanged: bool
    ) -> None:
        status, manager = {"suspicions": suspicions}, f"{_MANAGER}-{source}"
        apply_status(self._writer, entry, status, field_manager=manager, unchanged=unchanged)


def _at_least(known: Suspicion, suspicion: Suspicion) -> bool:
    """Tell whether one suspicion is cleared by nothing that does not clear the other, too."""
    return known.source == suspicion.source and known.since >= suspicion.since


def _over(entry: NodeIdentity, suspicion: Suspicion, snapshots: Mapping[str, Snapshot]) -> bool:
    """Tell whether the source has cleared a suspicion, or never can."""
    snapshot = snapshots.get(suspicion.source)
    if snapshot is None:
        return True
    reports = [snapshot.reports[each] for each in entry.identities if each in snapshot.reports]
    return any(cleared(suspicion, report) for report in reports)
