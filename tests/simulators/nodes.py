# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""One Node as the API server keeps it: field ownership of labels, conditions merged by type.

Server-side apply takes away what its manager had applied before and does not apply again (KEP-555).
"""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from cluster.objects import node_of
from trust.report import Node

Raw = dict[str, Any]
CREATED = "2026-01-01T11:00:00Z"


class SimulatedNode:
    """A Node that takes the hub's writes.

    Args:
        labels: Written by others.
        name: Of the Node.
    """

    def __init__(self, labels: Mapping[str, str] | None = None, *, name: str = "m1") -> None:
        self.labels = dict(labels or {})
        self.conditions: dict[str, Raw] = {"Ready": {"type": "Ready", "status": "True"}}
        self.managers: set[str] = set()
        self.name = name
        self._owned: dict[str, set[str]] = {}

    def node(self) -> Node:
        """Return it as a watch would bring it."""
        metadata = {
            "name": self.name,
            "uid": "uid-1",
            "creationTimestamp": CREATED,
            "labels": dict(self.labels),
        }
        return node_of(
            {"metadata": metadata, "status": {"conditions": deepcopy([*self.conditions.values()])}}
        )

    def apply(self, path: str, document: Mapping[str, object], *, field_manager: str) -> object:
        """Take a server-side apply: of labels, or of a condition of the status."""
        raw: Raw = deepcopy(dict(document))
        assert (raw["apiVersion"], raw["kind"]) == ("v1", "Node")
        self._check(raw)
        self.managers.add(field_manager)
        if path == f"/api/v1/nodes/{self.name}/status":
            assert raw.keys() == {"apiVersion", "kind", "metadata", "status"}
            for condition in raw["status"]["conditions"]:
                self.conditions[condition["type"]] = condition
            return {}
        assert path == f"/api/v1/nodes/{self.name}"
        assert "status" not in raw, "the API server ignores it here"
        labels = raw["metadata"].get("labels", {})
        for key in self._owned.get(field_manager, set()) - labels.keys():
            self.labels.pop(key, None)
        self._owned[field_manager] = set(labels)
        self.labels.update(labels)
        return {}

    def merge_patch(self, path: str, document: Mapping[str, object]) -> object:
        """Take a merge patch of labels."""
        assert path == f"/api/v1/nodes/{self.name}"
        raw: Raw = deepcopy(dict(document))
        assert raw.keys() == {"metadata"}
        self._check(raw)
        for key, value in raw["metadata"]["labels"].items():
            self.labels.pop(key, None)
            if value is not None:
                self.labels[key] = value
        return {}

    def _check(self, raw: Raw) -> None:
        """Refuse another Node, as the API server does by UID."""
        assert raw["metadata"]["uid"] == "uid-1"
        assert raw["metadata"].get("name", self.name) == self.name
