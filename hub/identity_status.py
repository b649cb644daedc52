# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The status of a NodeIdentity: written in one place, each part of it by a manager of its own."""

from collections.abc import Mapping

from hub.neighbours import Writer
from trust.inventory import NodeIdentity
from trust.names import API_GROUP, API_VERSION, IDENTITIES_PATH


def apply_status(
    writer: Writer,
    entry: NodeIdentity,
    status: Mapping[str, object],
    *,
    field_manager: str,
    unchanged: bool = False,
) -> None:
    """Apply a part of the status to this very object.

    Args:
        writer: The API server.
        entry: Whose status; one that was deleted meanwhile is not made again, for its UID is gone.
        status: All that this manager says; what it said before and says no more is taken away.
        field_manager: Of this part alone: one that applies less takes away what it applied before
            (KEP-555).
        unchanged: Only where nobody has written to the object since it was read.

    Raises:
        ConflictError: Somebody has, or it is another object by now.
        ClusterError: The API server did not take it.
    """
    metadata = {"name": entry.name, "uid": entry.uid}
    if unchanged:
        metadata["resourceVersion"] = entry.version
    writer.apply(
        f"{IDENTITIES_PATH}/{entry.name}/status",
        {
            "apiVersion": f"{API_GROUP}/{API_VERSION}",
            "kind": "NodeIdentity",
            "metadata": metadata,
            "status": status,
        },
        field_manager=field_manager,
    )
