# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Pods looked up by name, live: what a decision about one pod at one moment rests on."""

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Protocol

from cluster.errors import ClusterError, UnreachableError
from trust.gates import is_gated
from trust.pod import Pod, read_identity

_NAME = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?")
_SECONDS = 2.0


class Objects(Protocol):
    """The API server, as far as it is asked here."""

    def get(self, path: str, *, seconds: float) -> Mapping[str, Any]:
        """Return an object.

        Raises:
            ClusterError: No answer could be had.
        """
        ...


class PodLookup:
    """Answers for one name at a time; nothing is kept, for an old answer is a wrong one here.

    Args:
        connection: The API server.
        clock: Seconds that never go back.
    """

    def __init__(self, connection: Objects, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._connection = connection
        self._clock = clock

    def get(self, namespace: str, name: str, *, deadline: float) -> Pod:
        """Return who a pod is (name, UID, labels and annotations), and whether it has gates.

        Args:
            namespace: Where it is.
            name: Its name.
            deadline: Instant of the clock; at most two seconds are taken in any case.

        Raises:
            ClusterError: It does not exist, or no answer could be had.
            PodError: Its metadata or gates are not of the API's shape.
        """
        for text in (namespace, name):
            if not _NAME.fullmatch(text):
                raise ClusterError(f"{text[:64]!r} is not the name of a pod or namespace")
        seconds = min(_SECONDS, deadline - self._clock())
        if seconds <= 0:
            raise UnreachableError(f"there is no time left to ask for pod {namespace}/{name}")
        path = f"/api/v1/namespaces/{namespace}/pods/{name}"
        document = self._connection.get(path, seconds=seconds)
        identity = read_identity(document, namespace=namespace)
        return replace(identity, gated=is_gated(document))
