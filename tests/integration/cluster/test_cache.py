# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""List and watch: pages, resuming, 410, errors in the stream, broken lines, outages."""

from collections.abc import Callable
from pathlib import Path

import pytest

from cluster.connect import connect
from cluster.contact import STALE_SECONDS
from cluster.errors import ClusterError
from localcluster.waiting import wait_for
from tests.integration.cluster.conftest import Start
from tests.simulators.apiserver import Event, SimulatedApiServer, namespace


def until(ask: Callable[[], object], what: str) -> None:
    wait_for(lambda: bool(ask()), seconds=20, what=what)


def event(kind: str, name: str, version: int, **labels: str) -> Event:
    return {"type": kind, "object": namespace(name, version, **labels)}


BOOKMARK = {"type": "BOOKMARK", "object": {"metadata": {"resourceVersion": "77"}}}
GONE = {"type": "ERROR", "object": {"kind": "Status", "code": 410, "message": "too old"}}


def test_all_pages_are_read_before_the_cache_is_synced(
    server: SimulatedApiServer, start: Start
) -> None:
    server.pages = [[namespace("a")], [namespace("b")], [namespace("c")]]
    cache = start()
    until(lambda: cache.synced, "the list is in")
    assert set(cache.values()) == {"a", "b", "c"}
    assert cache.problem() is None


def test_events_change_the_cache_and_a_bookmark_where_to_go_on(
    server: SimulatedApiServer, start: Start
) -> None:
    server.pages = [[namespace("a"), namespace("b")]]
    server.streams = [
        [event("ADDED", "c", 11), event("MODIFIED", "a", 12, x="y"), event("DELETED", "b", 13)],
        [BOOKMARK],
        [],
    ]
    cache = start()
    until(lambda: len(server.watches()) == 3, "two watches have ended")
    assert {name: value.labels for name, value in cache.values().items()} == {
        "a": {"x": "y"},
        "c": {},
    }
    assert [query["resourceVersion"] for query in server.watches()] == ["10", "13", "77"]
    assert all(query["allowWatchBookmarks"] == "true" for query in server.watches())


@pytest.mark.parametrize(
    "broken",
    [GONE, b"{", b"[]", b'{"type": "ADDED"}', {"type": "ERROR", "object": {"code": 500}}],
    ids=str,
)
def test_a_stream_that_breaks_leads_to_a_new_list(
    server: SimulatedApiServer, start: Start, pauses: list[int], broken: Event | bytes
) -> None:
    server.pages = [[namespace("a"), namespace("gone-meanwhile")]]
    server.streams = [[event("ADDED", "b", 11), broken], []]
    server.later = [namespace("a")]
    cache = start()
    until(lambda: len(server.watches()) == 2, "it has listed again")
    assert set(cache.values()) == {"a"}
    assert pauses == [1]


def test_an_outage_relaxes_nothing_and_pauses_grow(
    server: SimulatedApiServer, start: Start, pauses: list[int]
) -> None:
    server.pages = [[namespace("a", x="y")]]
    server.streams = [[]] * 3
    cache = start()
    until(lambda: cache.synced, "the list is in")
    server.status = 503
    until(lambda: len(server.seen) > 4, "it was asked in vain")
    assert cache.values()["a"].labels == {"x": "y"}
    assert cache.synced
    assert cache.problem() is None
    until(lambda: len(pauses) > 2, "it has failed three times")
    server.status = 0
    known = len(server.watches())
    until(lambda: len(server.watches()) > known, "it watches again")
    assert pauses == list(range(1, len(pauses) + 1))
    server.status = 503
    server.closing.set()
    until(lambda: pauses.count(1) == 2, "a later outage is counted anew")


def test_a_cache_that_hears_nothing_for_long_knows_nothing(
    server: SimulatedApiServer, start: Start, now: list[float]
) -> None:
    server.pages = [[namespace("a")]]
    server.streams = [[]] * 2
    cache = start()
    until(lambda: cache.synced, "the list is in")
    server.status = 403
    server.closing.set()
    until(lambda: server.seen and cache.problem() is None, "it is asked in vain")
    now[0] += STALE_SECONDS
    assert not cache.synced
    until(lambda: "nothing was heard for 150 s" in (cache.problem() or ""), "it says so")
    assert set(cache.values()) == {"a"}


def test_where_every_watch_fails_lists_become_rare(
    server: SimulatedApiServer, start: Start, pauses: list[int]
) -> None:
    server.pages = [[namespace("a")]]
    server.streams = [[b"no event"]] * 4
    start()
    until(lambda: len(pauses) > 2, "it has failed three times")
    assert pauses[:3] == [1, 2, 3]


@pytest.mark.parametrize(
    ("status", "why"),
    [
        (403, "403 told to"),
        (404, "namespaces: is not served: apply Bondstone's manifests"),
        (503, "503 told to"),
    ],
)
def test_before_the_first_list_the_cache_is_not_ready_and_says_why(
    server: SimulatedApiServer, start: Start, status: int, why: str
) -> None:
    server.pages = [[namespace("a")]]
    server.status = status
    cache = start()
    until(lambda: why in (cache.problem() or ""), "the reason is told")
    assert not cache.synced
    server.status = 0
    until(lambda: cache.problem() is None, "it is ready after all")
    assert set(cache.values()) == {"a"}


def test_an_api_server_that_refuses_us_is_no_connection(
    server: SimulatedApiServer, kubeconfig: Path
) -> None:
    server.status = 404
    with pytest.raises(ClusterError, match="404"):
        connect(kubeconfig)


def test_an_object_that_cannot_be_read_is_left_out(
    server: SimulatedApiServer, start: Start
) -> None:
    server.pages = [[{"metadata": {}}, {"metadata": None}, {"spec": {}}, namespace("a")]]
    cache = start()
    until(lambda: cache.synced, "the list is in")
    assert set(cache.values()) == {"a"}
