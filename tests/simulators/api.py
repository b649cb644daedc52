# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""An API server as commands that look at a cluster ask it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from cluster.errors import ForbiddenError, NotFoundError, RefusedError


@dataclass
class SimulatedApi:
    """What it serves, by path.

    Attributes:
        objects: Objects, discovery documents and lists (Python lists).
        texts: What is no JSON.
        forbidden: Paths that whoever asks may not read.
        refusals: What a dry creation at a path is refused with.
        made: What a dry creation answers beside what was asked for.
    """

    objects: dict[str, Any] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    forbidden: set[str] = field(default_factory=set)
    refusals: dict[str, ForbiddenError | RefusedError] = field(default_factory=dict)
    made: Callable[[str, Mapping[str, Any]], dict[str, Any]] = lambda path, document: {}
    created: list[tuple[str, Mapping[str, object]]] = field(default_factory=list)

    def get(self, path: str, params: Mapping[str, str] | None = None) -> dict[str, Any]:
        """Return one object, or a list of those whose labels fit."""
        found = self._at(self.objects, path)
        if not isinstance(found, list):
            return dict(found)
        key, _, value = (params or {}).get("labelSelector", "").partition("=")
        items = [
            item
            for item in found
            if not key or item["metadata"].get("labels", {}).get(key) == value
        ]
        return {"items": items, "metadata": {}}

    def text(self, path: str) -> str:
        """Return a text."""
        return str(self._at(self.texts, path))

    def create_dry(self, path: str, document: Mapping[str, object]) -> dict[str, Any]:
        """Answer with the object, or refuse it."""
        if path in self.refusals:
            raise self.refusals[path]
        self.created.append((path, document))
        return {**document, **self.made(path, document)}

    def _at(self, there: Mapping[str, Any], path: str) -> Any:  # noqa: ANN401  any JSON
        if path in self.forbidden:
            raise ForbiddenError(f"GET {path}: 403 forbidden")
        if path not in there:
            raise NotFoundError(f"GET {path}: 404")
        return there[path]
