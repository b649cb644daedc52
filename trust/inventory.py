# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The inventory: which hardware a node's name stands for, as administrators say (NodeIdentity).

A Report belongs to a node by an identity that the node cannot choose. Two nodes that claim one
identity are both believed nothing, for nobody can tell which of them lies.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from trust.report import Identity, IdentityKind, Node, Suspicion
from trust.tag_record import ReadRecord

SPEC_FIELDS: Mapping[IdentityKind, str] = {
    IdentityKind.HARDWARE_UUID: "hardwareUUID",
    IdentityKind.EK_HASH: "ekHash",
}
"""Fields of a NodeIdentity's spec, and columns of a table of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeIdentity:
    """One NodeIdentity object.

    Attributes:
        name: Of the node.
        identities: At most one of each kind, and never a name.
        uid: metadata.uid of the NodeIdentity.
        tag_records: Signed tag records as they are written, to be verified.
        suspicions: From the status: what the hub was hinted at.
        node_uid: From the status: UID of the Node object that the hub last saw vouched for.
        version: metadata.resourceVersion, for writes that must not undo what was written since.
    """

    name: str
    identities: tuple[Identity, ...]
    uid: str = ""
    tag_records: tuple[str, ...] = ()
    suspicions: tuple[Suspicion, ...] = ()
    node_uid: str = ""
    version: str = ""


def claims(inventory: Iterable[NodeIdentity]) -> Mapping[Identity, frozenset[str]]:
    """Return the names that claim each identity; whether there is such a node does not matter."""
    claimed: defaultdict[Identity, set[str]] = defaultdict(set)
    for entry in inventory:
        for identity in entry.identities:
            claimed[identity].add(entry.name)
    return {identity: frozenset(names) for identity, names in claimed.items()}


def identified(
    nodes: Mapping[str, Node],
    inventory: Mapping[str, NodeIdentity],
    *,
    read_record: Callable[[str], ReadRecord],
) -> Mapping[str, Node]:
    """Return every node with what the inventory says of it.

    Args:
        nodes: By name.
        inventory: By name.
        read_record: Verifies a tag record.
    """
    claimed = claims(inventory.values())
    return {
        name: _joined(node, inventory[name], claimed, read_record) if name in inventory else node
        for name, node in nodes.items()
    }


def _joined(
    node: Node,
    entry: NodeIdentity,
    claimed: Mapping[Identity, frozenset[str]],
    read_record: Callable[[str], ReadRecord],
) -> Node:
    others = {name for identity in entry.identities for name in claimed[identity]} - {entry.name}
    return replace(
        node,
        identities=entry.identities,
        claimed_by=tuple(sorted(others)),
        suspicions=entry.suspicions,
        tag_records=tuple(map(read_record, entry.tag_records)),
    )
