# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Writes on the wire: what the API server is asked to do, and in whose name."""

from dataclasses import replace

import pytest

from cluster.connection import Connection
from cluster.errors import ForbiddenError, RefusedError
from hub.namespace_writer import label_namespace
from hub.node_writer import NodeWriter
from tests.simulators.apiserver import SimulatedApiServer, Write
from tests.unit.hub.builders import MARKED, PAYMENTS
from tests.unit.trust.builders import NODE, NOON, REPORT, marked, policy, sources
from trust.names import PROTECTED_LABEL, TAG_PREFIX, TRUSTED_LABEL

APPLY = "application/apply-patch+yaml"
OURS = {"fieldManager": "bondstone-hub", "force": "true"}


def test_a_node_is_applied_by_force_in_the_hubs_name(
    server: SimulatedApiServer, connection: Connection
) -> None:
    marks = marked(NODE, sources(REPORT), now=NOON)
    NodeWriter(connection, now=lambda: NOON).write(NODE, marks)
    condition, labels = server.writes
    for write in (condition, labels):
        assert (write.method, write.content_type, write.query) == ("PATCH", APPLY, OURS)
    assert condition.path == "/api/v1/nodes/m1/status"
    (written,) = condition.body["status"]["conditions"]
    assert (written["type"], written["status"]) == ("bondstone.dev/Attested", "True")
    assert labels.path == "/api/v1/nodes/m1"
    assert labels.body == {
        "apiVersion": "v1",
        "kind": "Node",
        "metadata": {
            "name": "m1",
            "uid": "uid-1",
            "labels": {TRUSTED_LABEL: "true", f"{TAG_PREFIX}region": "EU"},
        },
    }


def test_a_stale_label_is_removed_by_null(
    server: SimulatedApiServer, connection: Connection
) -> None:
    node_writer = NodeWriter(connection, now=lambda: NOON)
    marks = marked(MARKED, sources(REPORT), now=NOON)
    node_writer.write(MARKED, marks)
    server.writes.clear()
    bare = marked(MARKED, sources(replace(REPORT, asset_tags={})), now=NOON)
    node_writer.write(MARKED, bare)
    assert server.writes == [
        Write(
            method="PATCH",
            path="/api/v1/nodes/m1",
            query={},
            content_type="application/merge-patch+json",
            body={"metadata": {"uid": "uid-1", "labels": {f"{TAG_PREFIX}region": None}}},
        )
    ]


def test_a_namespace_is_applied_by_force_in_the_hubs_name(
    server: SimulatedApiServer, connection: Connection
) -> None:
    label_namespace(connection, PAYMENTS, [policy()])
    (write,) = server.writes
    assert (write.path, write.content_type, write.query) == (
        "/api/v1/namespaces/payments",
        APPLY,
        OURS,
    )
    assert write.body["metadata"] == {"name": "payments", "labels": {PROTECTED_LABEL: "true"}}


@pytest.mark.parametrize(("status", "error"), [(409, RefusedError), (403, ForbiddenError)])
def test_a_write_that_is_refused_is_an_error(
    server: SimulatedApiServer, connection: Connection, status: int, error: type[Exception]
) -> None:
    server.status = status
    with pytest.raises(error, match=f"PATCH /api/v1/nodes/m1: {status}"):
        connection.merge_patch("/api/v1/nodes/m1", {"metadata": {}})
