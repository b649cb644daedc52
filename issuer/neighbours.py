# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What the issuer needs of its neighbours: one small Protocol each, owned here."""

from collections.abc import Mapping
from typing import Any, Protocol

from cluster.subject import Subject


class Objects(Protocol):
    """The API server, as far as the issuer asks it; every call may raise ClusterError."""

    def get(self, path: str) -> Mapping[str, Any]:
        """Get one object."""
        ...

    def create(self, path: str, document: Mapping[str, object]) -> Mapping[str, Any]:
        """Create an object."""
        ...

    def apply(
        self, path: str, document: Mapping[str, object], *, field_manager: str
    ) -> Mapping[str, Any]:
        """Server-side apply (KEP-555)."""
        ...


class Held(Protocol):
    """The Lease."""

    @property
    def held(self) -> bool:
        """True while nobody else works."""
        ...


class Recorder(Protocol):
    """Where Events go."""

    def __call__(self, subject: Subject, *, reason: str, message: str) -> None:
        """Record an Event about an object, or raise ClusterError."""
        ...
