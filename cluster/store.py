# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A mapping that one thread changes and many read, without copying it for every change."""

import threading
from collections.abc import Mapping
from types import MappingProxyType
from typing import Generic, TypeVar

T = TypeVar("T")


class Store(Generic[T]):
    """Objects by key; a value that equals the old one changes nothing."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._objects: dict[str, T] = {}
        self._shared: Mapping[str, T] = MappingProxyType({})
        self._dirty = False
        self._revision = 0

    @property
    def revision(self) -> int:
        """Return a number that grows with every change."""
        return self._revision

    def values(self) -> Mapping[str, T]:
        """Return all objects; copied at most once per change."""
        with self._lock:
            if self._dirty:
                self._shared = MappingProxyType(dict(self._objects))
                self._dirty = False
            return self._shared

    def replace(self, objects: dict[str, T]) -> None:
        """Take a whole new set."""
        with self._lock:
            if objects != self._objects:
                self._objects = objects
                self._changed()

    def put(self, key: str, value: T | None) -> None:
        """Set one object, or remove it with None."""
        with self._lock:
            if self._objects.get(key) == value:
                return
            if value is None:
                del self._objects[key]
            else:
                self._objects[key] = value
            self._changed()

    def _changed(self) -> None:
        self._dirty = True
        self._revision += 1
