# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A server in the place of webhook and extender that keeps what it is sent, and lets all pass."""

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from localcluster.cluster import LocalCluster
from localcluster.json_server import json_serving

Sent = list[tuple[str, dict[str, Any]]]


def _answer(path: str, body: dict[str, Any]) -> dict[str, Any]:
    if path.startswith("/filter"):
        return {key: body[key] for key in ("Nodes", "NodeNames")}
    if path.startswith("/preempt"):
        return {"NodeNameToMetaVictims": _victims(body)}
    response = {"uid": body["request"]["uid"], "allowed": True}
    return {"apiVersion": body["apiVersion"], "kind": body["kind"], "response": response}


def _victims(body: dict[str, Any]) -> dict[str, Any]:
    """Return all victims, by uid as an answer has to name them."""
    if body["NodeNameToVictims"] is None:
        victims: dict[str, Any] = body["NodeNameToMetaVictims"]
        return victims
    return {
        node: {"Pods": [{"UID": pod["metadata"]["uid"]} for pod in victims["Pods"]]}
        for node, victims in body["NodeNameToVictims"].items()
    }


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


def ordered(body: dict[str, Any]) -> dict[str, Any]:
    """Sort, in place, what is in an order of chance, and return the body.

    The scheduler looks at nodes in parallel, and the API server sorts managedFields by times, of
    which two may be in one second or not.
    """
    if body.get("NodeNames"):
        body["NodeNames"].sort()
    if body.get("Nodes"):
        body["Nodes"]["items"].sort(key=lambda node: node["metadata"]["name"])
    request = body.get("request", {})
    for kept in (request.get("object"), request.get("oldObject")):
        entries = ((kept or {}).get("metadata") or {}).get("managedFields", [])
        entries.sort(
            key=lambda entry: (
                entry["manager"],
                entry["operation"],
                json.dumps(entry["fieldsV1"], sort_keys=True),
            )
        )
    return body
