# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A server in the place of webhook and extender that keeps what it is sent, and lets all pass."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from localcluster.cluster import LocalCluster
from localcluster.json_server import json_serving

Sent = list[tuple[str, dict[str, Any]]]


def _answer(path: str, body: dict[str, Any]) -> dict[str, Any]:
    if path.startswith("/filter"):
        return {"NodeNames": body["NodeNames"], "FailedNodes": {}, "Error": ""}
    response = {"uid": body["request"]["uid"], "allowed": True}
    return {"apiVersion": body["apiVersion"], "kind": body["kind"], "response": response}


@contextmanager
def recording(cluster: LocalCluster) -> Iterator[Sent]:
    """Serve on both ports, and yield the list that path and body of each request go to."""
    sent: Sent = []

    def keep(path: str, body: dict[str, Any]) -> dict[str, Any]:
        sent.append((path, body))
        return _answer(path, body)

    with ExitStack() as stack:
        for name in ("webhook", "extender"):
            port = getattr(cluster.ports, name)
            stack.enter_context(json_serving(keep, port=port, pki=cluster.pki, name=name))
        yield sent
