# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A connection for commands that look at a cluster: it asks more, and stores nothing."""

from collections.abc import Mapping
from typing import Any

from cluster.answers import read_answer
from cluster.connection import Connection

_METRICS_SECONDS = 20.0


class AskingConnection(Connection):
    """Besides lists and objects: texts, and objects judged as if they were created."""

    def text(self, path: str) -> str:
        """Get what is no JSON whatever is asked for: metrics, bounded as every answer.

        Raises:
            ClusterError: One of its leaves.
        """
        response = self._request("GET", path, seconds=_METRICS_SECONDS)
        return read_answer(response, path).decode(errors="replace")

    def create_dry(self, path: str, document: Mapping[str, object]) -> dict[str, Any]:
        """Have an object judged as if it were created (Kubernetes "API Concepts", dry-run).

        Raises:
            ClusterError: One of its leaves.
        """
        return self._json("POST", path, params={"dryRun": "All"}, body=document)
