# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A simulated API server, and a cache that is connected to it."""

import json
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from certs.authority import Authority, Subject
from certs.trial import write_pair
from cluster.cache import Cache
from cluster.connect import connect
from cluster.connection import Connection
from cluster.objects import namespace_of
from localcluster.waiting import wait_for
from tests.simulators.apiserver import HOST, SimulatedApiServer, apiserver_running
from trust.namespace import Namespace

Start = Callable[[], Cache[Namespace]]


@pytest.fixture
def pauses() -> list[int]:
    """How many failures in a row there were whenever a cache was to pause."""
    return []


@pytest.fixture
def now() -> list[float]:
    """Seconds that a test lets pass beside the real ones."""
    return [0.0]


@pytest.fixture
def server() -> SimulatedApiServer:
    return SimulatedApiServer()


@pytest.fixture
def kubeconfig(server: SimulatedApiServer, tmp_path: Path) -> Iterator[Path]:
    authority = Authority.create("CA", lifetime=timedelta(days=1), now=datetime.now(UTC))
    write_pair(tmp_path, "ca", authority.pair())
    subject = Subject(common_name="api", ips=[HOST])
    pair = authority.issue(subject, lifetime=timedelta(days=1), now=datetime.now(UTC))
    certificate, key = write_pair(tmp_path, "api", pair)
    with apiserver_running(server, certificate=certificate, key=key) as port:
        path = tmp_path / "kubeconfig"
        path.write_text(json.dumps(_kubeconfig(port, tmp_path / "ca.crt")))
        yield path


@pytest.fixture
def connection(kubeconfig: Path) -> Connection:
    return connect(kubeconfig)


@pytest.fixture
def start(
    server: SimulatedApiServer, connection: Connection, pauses: list[int], now: list[float]
) -> Iterator[Start]:
    caches: list[Cache[Namespace]] = []

    def pause(failures: int) -> float:
        pauses.append(failures)
        return 0.05

    def begin() -> Cache[Namespace]:
        path = "/api/v1/namespaces"
        cache = Cache(
            connection,
            path,
            namespace_of,
            name="namespaces",
            pause=pause,
            clock=lambda: now[0] + time.monotonic(),
        )
        caches.append(cache)
        cache.start()
        return cache

    yield begin
    for cache in caches:
        cache.stop()
    server.closing.set()
    # A connection that is reset while TLS wraps it leaks its socket (CPython 3.11): the
    # server goes only when nobody calls it any more.
    for cache in caches:
        wait_for(partial(_ended, cache), seconds=10, what="the end of a cache's thread")


def _ended(cache: Cache[Namespace]) -> bool:
    return "is gone" in (cache.problem() or "")


def _kubeconfig(port: int, ca: Path) -> dict[str, object]:
    cluster = {"server": f"https://{HOST}:{port}", "certificate-authority": str(ca)}
    return {
        "clusters": [{"name": "c", "cluster": cluster}],
        "users": [{"name": "u", "user": {"token": "t"}}],
        "contexts": [{"name": "x", "context": {"cluster": "c", "user": "u"}}],
        "current-context": "x",
    }
