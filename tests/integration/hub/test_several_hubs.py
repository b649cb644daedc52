# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Hubs that write beside each other: none undoes what it cannot have read yet."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from cluster.connect import connect
from cluster.connection import Connection
from cluster.objects import node_identity_of
from hub.suspicion_writer import SuspicionWriter
from localcluster.cluster import running
from localcluster.scheduler import MANIFESTS
from tests.unit.trust.builders import NOON, REPORT
from trust.inventory import NodeIdentity
from trust.names import API_GROUP, API_VERSION, IDENTITIES_PATH
from trust.report import Identity, IdentityKind, Snapshot, Suspicion

EK = Identity(IdentityKind.EK_HASH, "ab" * 32)
FIRST = Suspicion(source="keylime", since=NOON, why="first")
SECOND = replace(FIRST, since=NOON + timedelta(seconds=2), why="second")


@pytest.fixture(scope="module")
def connection() -> Iterator[Connection]:
    """A connection to an API server that knows NodeIdentities, and has one."""
    with running() as cluster:
        cluster.kubectl("apply", "-f", str(MANIFESTS / "base" / "crds"))
        cluster.kubectl("wait", "--for=condition=Established", "crd/nodeidentities.bondstone.dev")
        opened = connect(cluster.kubeconfig)
        opened.create(
            IDENTITIES_PATH,
            {
                "apiVersion": f"{API_GROUP}/{API_VERSION}",
                "kind": "NodeIdentity",
                "metadata": {"name": "m1"},
                "spec": {"ekHash": EK.value},
            },
        )
        yield opened


def attested(seconds: float) -> Mapping[str, Snapshot]:
    """Return what a source says that attested the node so long after noon."""
    report = replace(REPORT, identity=EK, attested_at=NOON + timedelta(seconds=seconds))
    return {
        "keylime": Snapshot(
            source="keylime",
            kind=IdentityKind.EK_HASH,
            fetched_at=NOON,
            max_staleness=timedelta(seconds=30),
            reports={EK: report},
        )
    }


def read(connection: Connection) -> NodeIdentity:
    """Return the entry as it is now."""
    raw: dict[str, Any] = connection.get(f"{IDENTITIES_PATH}/m1")
    return node_identity_of(raw)


def test_a_suspicion_is_not_taken_away_by_a_hub_that_has_not_read_it(
    connection: Connection,
) -> None:
    one, other = SuspicionWriter(connection), SuspicionWriter(connection)
    one.write(read(connection), FIRST)
    late = read(connection)
    one.write(late, SECOND)
    other.tidy({"m1": late}, attested(1))
    assert [each.why for each in read(connection).suspicions] == ["second"]
    other.tidy({"m1": read(connection)}, attested(1))
    assert [each.why for each in read(connection).suspicions] == ["second"]
    other.tidy({"m1": read(connection)}, attested(3))
    assert read(connection).suspicions == ()
