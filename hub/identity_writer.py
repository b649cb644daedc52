# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Which Node object each NodeIdentity stands for: its UID, kept by the hub (NodeIdentity.status).

A Node object that takes an old one's name is told of; no decision rests on it, for the API server's
own creationTimestamp already makes every older report worthless (trust/rules/node_identity.py).
"""

from collections.abc import Mapping

from cluster.subject import Subject
from hub.identity_status import apply_status
from hub.neighbours import Recorder, Writer
from trust.inventory import NodeIdentity
from trust.names import API_GROUP, API_VERSION
from trust.report import Node

FIELD_MANAGER = "bondstone-hub-node-uid"
"""Of its own: a manager that applies less takes away what it applied before (KEP-555)."""
REPLACED = "NodeReplaced"


class IdentityWriter:
    """Writes the UID of a Node object once a verification service vouches for it.

    Args:
        writer: The API server.
        record: Where Events go.
    """

    def __init__(self, writer: Writer, record: Recorder) -> None:
        self._writer = writer
        self._record = record
        self._told: dict[str, str] = {}

    def write(self, entry: NodeIdentity, node: Node, *, vouched: bool) -> bool:
        """Bring the status to what it must say; True when it was written.

        Raises:
            ClusterError: The API server did not take it; the next round tries again.
        """
        if entry.node_uid == node.uid:
            return False
        if entry.node_uid and self._told.get(entry.name) != node.uid:
            self._record(
                _subject(entry),
                reason=REPLACED,
                message=f"Node object {entry.node_uid} was replaced by {node.uid}: it takes no "
                "protected pod until its hardware is attested again",
            )
            self._told[entry.name] = node.uid
        if not vouched:
            return False
        apply_status(self._writer, entry, {"nodeUID": node.uid}, field_manager=FIELD_MANAGER)
        return True

    def forget(self, inventory: Mapping[str, NodeIdentity]) -> None:
        """Keep what was told of these alone."""
        self._told = {name: uid for name, uid in self._told.items() if name in inventory}


def _subject(entry: NodeIdentity) -> Subject:
    return Subject(
        api_version=f"{API_GROUP}/{API_VERSION}",
        kind="NodeIdentity",
        name=entry.name,
        uid=entry.uid,
    )
