# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Suspicions in the status of NodeIdentities, so that every component learns of them by its watch.

Each source has a field manager of its own: what one source hinted at is not undone by another.
"""

import logging
from collections.abc import Mapping
from datetime import UTC

from cluster.errors import ClusterError
from hub.neighbours import Writer
from trust.inventory import NodeIdentity
from trust.names import API_GROUP, API_VERSION
from trust.report import Snapshot, Suspicion
from trust.rules.suspected import cleared

_LOG = logging.getLogger("hub.hints")
_GROUP_VERSION = f"{API_GROUP}/{API_VERSION}"
_MANAGER = "bondstone-hub-hints"
_LONGEST = 256


class SuspicionWriter:
    """Writes suspicions, and takes them away when the source has cleared them.

    Args:
        writer: The API server.
    """

    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    def write(self, entry: NodeIdentity, suspicion: Suspicion) -> None:
        """Write a suspicion against a node.

        Raises:
            ClusterError: The API server did not take it.
        """
        since = suspicion.since.astimezone(UTC).isoformat().replace("+00:00", "Z")
        why = suspicion.why[:_LONGEST]
        said = {"source": suspicion.source, "since": since, "why": why}
        self._apply(entry, suspicion.source, [said])

    def clear(
        self, inventory: Mapping[str, NodeIdentity], snapshots: Mapping[str, Snapshot]
    ) -> None:
        """Take away what a source has cleared, and what a source that is gone can never clear.

        Args:
            inventory: By name.
            snapshots: By source.
        """
        for name, entry in inventory.items():
            for suspicion in entry.suspicions:
                snapshot = snapshots.get(suspicion.source)
                if snapshot is not None and not _cleared(entry, suspicion, snapshot):
                    continue
                try:
                    self._apply(entry, suspicion.source, [])
                except ClusterError as exc:
                    _LOG.warning("write failed", extra={"node": name, "why": str(exc)})

    def _apply(self, entry: NodeIdentity, source: str, suspicions: list[dict[str, str]]) -> None:
        document = {
            "apiVersion": _GROUP_VERSION,
            "kind": "NodeIdentity",
            "metadata": {"name": entry.name, "uid": entry.uid},
            "status": {"suspicions": suspicions},
        }
        path = f"/apis/{_GROUP_VERSION}/nodeidentities/{entry.name}/status"
        self._writer.apply(path, document, field_manager=f"{_MANAGER}-{source}")


def _cleared(entry: NodeIdentity, suspicion: Suspicion, snapshot: Snapshot) -> bool:
    reports = [snapshot.reports[each] for each in entry.identities if each in snapshot.reports]
    return any(cleared(suspicion, report) for report in reports)
