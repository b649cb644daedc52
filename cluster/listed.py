# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Nodes and the inventory, listed once: for commands, which watch nothing."""

from cluster.connection import Connection
from cluster.errors import ClusterError, NotFoundError
from cluster.identified import TagRecords
from cluster.listing import list_all
from cluster.objects import Raw, node_identity_of, node_of
from trust.inventory import NodeIdentity, identified
from trust.names import IDENTITIES_PATH
from trust.report import Node


def listed_nodes(connection: Connection, records: TagRecords) -> dict[str, Node]:
    """Return all nodes by name, each with what the inventory says of it.

    Raises:
        ClusterError: No answer could be had.
    """
    nodes = bare_nodes(connection)
    return dict(identified(nodes, listed_identities(connection), read_record=records.read))


def bare_nodes(connection: Connection) -> dict[str, Node]:
    """Return all nodes by name, without what the inventory says of them.

    Raises:
        ClusterError: No answer could be had.
    """
    nodes: dict[str, Node] = {}

    def take(raw: Raw) -> None:
        node = node_of(raw)
        nodes[node.name] = node

    list_all(connection, "/api/v1/nodes", {}, take)
    return nodes


def listed_identities(connection: Connection) -> dict[str, NodeIdentity]:
    """Return the inventory by name.

    Raises:
        ClusterError: No answer could be had.
    """
    inventory: dict[str, NodeIdentity] = {}

    def take(raw: Raw) -> None:
        entry = node_identity_of(raw)
        inventory[entry.name] = entry

    try:
        list_all(connection, IDENTITIES_PATH, {}, take)
    except NotFoundError as exc:
        raise ClusterError(
            "nodeidentities are not served: apply Bondstone's manifests (kubectl apply -k)"
        ) from exc
    return inventory
