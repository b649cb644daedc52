# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Pods looked up by name, live: what a decision about one pod at one moment rests on."""

import time
from collections.abc import Callable
from dataclasses import replace

from cluster.errors import UnreachableError
from cluster.lookup import Objects, require_names
from trust.gates import is_gated
from trust.pod import Pod, read_identity

_SECONDS = 2.0


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
        require_names(namespace, name, what="a pod or namespace")
        seconds = min(_SECONDS, deadline - self._clock())
        if seconds <= 0:
            raise UnreachableError(f"there is no time left to ask for pod {namespace}/{name}")
        path = f"/api/v1/namespaces/{namespace}/pods/{name}"
        document = self._connection.get(path, seconds=seconds)
        identity = read_identity(document, namespace=namespace)
        return replace(identity, gated=is_gated(document))
