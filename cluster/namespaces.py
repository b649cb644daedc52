# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Namespaces looked up by name: from the cache, or live for one that was just created."""

import re

from cluster.cache import Cache
from cluster.connection import Connection
from cluster.errors import AnswerError, ClusterError
from cluster.objects import namespace_of
from trust.namespace import Namespace

_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_SECONDS = 2.0


class NamespaceLookup:
    """Answers for one name at a time.

    Args:
        cache: Namespaces.
        connection: The API server, asked when the cache does not know the name.
    """

    def __init__(self, cache: Cache[Namespace], connection: Connection) -> None:
        self._cache = cache
        self._connection = connection

    def get(self, name: str) -> Namespace:
        """Return a namespace with its labels.

        Raises:
            ClusterError: It does not exist, or no answer could be had: never "no labels".
        """
        known = self._cache.values().get(name)
        if known is not None and self._cache.synced:
            return known
        if not _NAME.fullmatch(name):
            raise ClusterError(f"{name[:64]!r} is not the name of a namespace")
        try:
            return namespace_of(
                self._connection.get(f"/api/v1/namespaces/{name}", seconds=_SECONDS)
            )
        except LookupError as exc:
            raise AnswerError(f"namespace {name}: the answer has no metadata") from exc
