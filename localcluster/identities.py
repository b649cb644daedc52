# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""NodeIdentities as an administrator writes them."""

from trust.names import API_GROUP, API_VERSION


def node_identity(name: str, **spec: object) -> dict[str, object]:
    """Return the document that says whose hardware a node is."""
    return {
        "apiVersion": f"{API_GROUP}/{API_VERSION}",
        "kind": "NodeIdentity",
        "metadata": {"name": name},
        "spec": spec,
    }
