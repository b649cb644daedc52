# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The API server, as far as it is asked here; every call may raise ClusterError."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Protocol

from checkup.line import Line, Standing
from cluster.errors import ClusterError, ForbiddenError
from cluster.listing import list_all

Raw = Mapping[str, Any]
Look = Callable[["Api"], Iterable[Line]]


class Api(Protocol):
    """Reads, and writes that are never stored."""

    def get(self, path: str, params: Mapping[str, str] | None = None) -> dict[str, Any]:
        """Get one object or list."""
        ...

    def text(self, path: str) -> str:
        """Get what is no JSON."""
        ...

    def create_dry(self, path: str, document: Mapping[str, object]) -> dict[str, Any]:
        """Have an object judged as if it were created (Kubernetes "API Concepts", dry-run)."""
        ...


def listed(api: Api, path: str, **params: str) -> list[Raw]:
    """Return all objects of a collection.

    Raises:
        ClusterError: No answer could be had.
    """
    found: list[Raw] = []
    list_all(api, path, params, found.append)
    return found


def looked(api: Api, look: Look, *, check: str) -> Iterator[Line]:
    """Yield the lines of one look; a question without an answer is a line too."""
    try:
        yield from look(api)
    except ClusterError as exc:
        remedy = "ask the API server again when it answers"
        if isinstance(exc, ForbiddenError):
            remedy = "run this as somebody who may read it, cluster-admin for instance"
        yield Line(
            check=check,
            subject="API server",
            standing=Standing.UNKNOWN,
            detail=f"it could not be asked: {exc}",
            remedy=remedy,
        )
