# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""List and watch as client-go's reflector does (Kubernetes "API Concepts", efficient detection).

Pages of 500, bookmarks, resume from the last resourceVersion, 410 as "list again".
"""

from collections.abc import Callable, Mapping
from contextlib import closing
from typing import Any, Protocol

from cluster.connection import Connection, Params
from cluster.errors import AnswerError, GoneError, RefusedError

_PAGE = "500"
_WATCH_SECONDS = 60
"""After which the API server ends a watch; it bounds how long a dead line is unseen."""
_IDLE_SECONDS = _WATCH_SECONDS + 15.0
_GONE = 410


class Gettable(Protocol):
    """The API server, as far as lists need it."""

    def get(self, path: str, params: Params | None = None) -> dict[str, Any]:
        """Get one page, or raise ClusterError."""
        ...


def list_all(
    connection: Gettable,
    path: str,
    params: Params,
    take: Callable[[Mapping[str, Any]], None],
) -> str:
    """Give every object of a collection, and return the resourceVersion to watch from.

    Each page is given before the next one is asked for: all of them at once would be large.

    Raises:
        ClusterError: One of its leaves.
    """
    query = {**params, "limit": _PAGE}
    while True:
        answer = connection.get(path, query)
        page, metadata = answer.get("items"), answer.get("metadata")
        if not isinstance(page, list) or not isinstance(metadata, dict):
            raise AnswerError(f"{path}: the answer is not a list of objects")
        for item in page:
            if _is_object(item):
                take(item)
        following = metadata.get("continue")
        if not following:
            return str(metadata.get("resourceVersion", ""))
        query = {**params, "limit": _PAGE, "continue": str(following)}


def watch_once(
    connection: Connection,
    path: str,
    params: Params,
    version: str,
    take: Callable[[str, Mapping[str, Any]], None],
) -> str:
    """Follow one watch to its end, and return the resourceVersion to go on from.

    Raises:
        GoneError: The version is too old: list again.
        ClusterError: One of its other leaves.
    """
    query = {
        **params,
        "watch": "true",
        "allowWatchBookmarks": "true",
        "resourceVersion": version,
        "timeoutSeconds": str(_WATCH_SECONDS),
    }
    with closing(connection.watch(path, query, idle_seconds=_IDLE_SECONDS)) as events:
        for event in events:
            kind, item = event.get("type"), event.get("object")
            if kind == "ERROR":
                raise _event_error(path, item)
            if not isinstance(item, dict) or not _is_object(item, named=kind != "BOOKMARK"):
                raise AnswerError(f"{path}: a watch event has no object")
            if kind in ("ADDED", "MODIFIED", "DELETED"):
                take(kind, item)
            version = str(item["metadata"].get("resourceVersion", version))
    return version


def _is_object(item: object, *, named: bool = True) -> bool:
    metadata = item.get("metadata") if isinstance(item, dict) else None
    return isinstance(metadata, dict) and (not named or isinstance(metadata.get("name"), str))


def _event_error(path: str, status: object) -> GoneError | RefusedError:
    code = status.get("code") if isinstance(status, dict) else None
    message = status.get("message", "") if isinstance(status, dict) else ""
    error = GoneError if code == _GONE else RefusedError
    return error(f"watch of {path}: {code} {str(message)[:300]}")
