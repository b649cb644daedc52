# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A namespace that cannot be looked up is an error each time, and never one without labels."""

import pytest

from cluster.cache import Cache
from cluster.connection import Connection
from cluster.errors import AnswerError, ClusterError
from cluster.namespaces import NamespaceLookup
from cluster.objects import namespace_of
from localcluster.waiting import wait_for
from tests.integration.cluster.conftest import Start
from tests.simulators.apiserver import SimulatedApiServer, namespace
from trust.namespace import Namespace


@pytest.fixture
def unsynced(connection: Connection) -> Cache[Namespace]:
    return Cache(connection, "/api/v1/namespaces", namespace_of, name="namespaces")


@pytest.mark.parametrize("status", [401, 403, 404, 410, 429, 500, 503])
def test_an_error_of_the_api_server_is_no_namespace_without_labels(
    server: SimulatedApiServer, connection: Connection, unsynced: Cache[Namespace], status: int
) -> None:
    server.status, asked = status, len(server.seen)
    with pytest.raises(ClusterError):
        NamespaceLookup(unsynced, connection).get("payments")
    assert len(server.seen) == asked + 1


def test_an_answer_that_is_no_namespace_is_an_error(
    connection: Connection, unsynced: Cache[Namespace]
) -> None:
    with pytest.raises(AnswerError, match="the answer has no metadata"):
        NamespaceLookup(unsynced, connection).get("payments")


@pytest.mark.parametrize("name", ["", "A", "a/b", "../nodes", "a?watch=1", "x" * 64])
def test_what_is_no_name_is_asked_for_nowhere(
    server: SimulatedApiServer, connection: Connection, unsynced: Cache[Namespace], name: str
) -> None:
    asked = len(server.seen)
    with pytest.raises(ClusterError, match="is not the name of a namespace"):
        NamespaceLookup(unsynced, connection).get(name)
    assert len(server.seen) == asked


def test_a_name_that_a_silent_watch_confirmed_too_long_ago_is_asked_for_again(
    server: SimulatedApiServer, connection: Connection, start: Start, now: list[float]
) -> None:
    server.pages = [[namespace("payments", team="payments")]]
    cache = start()
    lookup = NamespaceLookup(cache, connection)
    wait_for(lambda: cache.synced, seconds=10, what="the list")
    assert lookup.get("payments").labels["team"] == "payments"
    server.status = 503
    now[0] += 600
    with pytest.raises(ClusterError):
        lookup.get("payments")
