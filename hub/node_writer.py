# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""One Node brought to what it must say: labels and condition by server-side apply."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime

from hub.neighbours import Writer
from trust.names import ATTESTED_CONDITION
from trust.node_marks import NodeMarks, stale_labels
from trust.report import Node
from trust.times import clock_text

FIELD_MANAGER = "bondstone-hub"


class NodeWriter:
    """Writes marks, and nothing where the Node says it all already.

    Args:
        writer: The API server.
        now: The clock, for the condition's transition time.
    """

    def __init__(self, writer: Writer, *, now: Callable[[], datetime]) -> None:
        self._writer = writer
        self._now = now
        self._messages: dict[str, tuple[str, str]] = {}

    def write(self, node: Node, marks: NodeMarks) -> bool:
        """Bring the Node to its marks; True when something was written.

        The condition goes first: the label is what wakes waiting pods, and whoever is woken should
        find the whole truth.

        Raises:
            ClusterError: The API server did not take it; the next round tries again.
        """
        wrote = False
        said = (node.uid, f"{marks.status} {marks.reason} {marks.message}")
        if node.attested != marks.status or self._messages.get(node.name) != said:
            self._write_condition(node, marks)
            self._messages[node.name] = said
            wrote = True
        stale = stale_labels(node, marks)
        if any(node.labels.get(key) != value for key, value in marks.labels.items()):
            self._write_labels(node, marks)
            wrote = True
        if stale:
            self._remove(node, stale)
            wrote = True
        return wrote

    def forget(self, names: Collection[str]) -> None:
        """Keep what was written on these Nodes alone: fleets that scale have ever new names."""
        self._messages = {name: said for name, said in self._messages.items() if name in names}

    def _write_condition(self, node: Node, marks: NodeMarks) -> None:
        now = clock_text(self._now())
        same = node.attested == marks.status
        condition = {
            "type": ATTESTED_CONDITION,
            "status": marks.status,
            "reason": marks.reason,
            "message": marks.message,
            "lastHeartbeatTime": now,
            "lastTransitionTime": (same and node.attested_since) or now,
        }
        document = {**_identity(node), "status": {"conditions": [condition]}}
        self._writer.apply(f"{_path(node)}/status", document, field_manager=FIELD_MANAGER)

    def _write_labels(self, node: Node, marks: NodeMarks) -> None:
        document = _identity(node)
        document["metadata"] = {"name": node.name, "uid": node.uid, "labels": dict(marks.labels)}
        self._writer.apply(_path(node), document, field_manager=FIELD_MANAGER)

    def _remove(self, node: Node, keys: tuple[str, ...]) -> None:
        """Remove labels that somebody else wrote: not being their owner, apply leaves them."""
        labels: Mapping[str, None] = dict.fromkeys(keys)
        metadata = {"uid": node.uid, "labels": labels}
        self._writer.merge_patch(_path(node), {"metadata": metadata})


def _path(node: Node) -> str:
    return f"/api/v1/nodes/{node.name}"


def _identity(node: Node) -> dict[str, object]:
    """Name the object; its UID makes the API server refuse a Node that was replaced meanwhile."""
    metadata = {"name": node.name, "uid": node.uid}
    return {"apiVersion": "v1", "kind": "Node", "metadata": metadata}
