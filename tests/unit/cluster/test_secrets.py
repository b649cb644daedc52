# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Secrets by name, asked for rarely."""

import gc
import tracemalloc
import weakref
from collections.abc import Mapping
from typing import Any

import pytest

from cluster.errors import ClusterError, ForbiddenError, NotFoundError
from cluster.secrets import SecretLookup


class ApiServer:
    """Answers with what a test put there."""

    def __init__(self) -> None:
        self.objects: dict[str, Mapping[str, Any] | ClusterError] = {}
        self.asked: list[str] = []

    def get(self, path: str, *, seconds: float) -> Mapping[str, Any]:
        """Answer, in bounded time."""
        assert 0 < seconds < 5
        self.asked.append(path)
        found = self.objects.get(path, NotFoundError("no such Secret"))
        if isinstance(found, ClusterError):
            raise found
        return found


PATH = "/api/v1/namespaces/payments/secrets/pull"


def test_a_secret_is_asked_for_once_in_some_seconds() -> None:
    server, now = ApiServer(), [0.0]
    lookup = SecretLookup(server, clock=lambda: now[0])
    server.objects[PATH] = {"type": "a"}
    assert lookup.get("payments", "pull") == {"type": "a"}
    server.objects[PATH] = {"type": "b"}
    now[0] = 9.9
    assert lookup.get("payments", "pull") == {"type": "a"}
    now[0] = 10.0
    assert lookup.get("payments", "pull") == {"type": "b"}
    assert server.asked == [PATH, PATH]


@pytest.mark.parametrize("error", [NotFoundError, ForbiddenError])
def test_an_error_keeps_its_kind_and_is_no_secret_of_another(error: type[ClusterError]) -> None:
    server = ApiServer()
    lookup = SecretLookup(server)
    server.objects[PATH] = error("why")
    for _ in range(2):
        with pytest.raises(error, match="why"):
            lookup.get("payments", "pull")
    assert server.asked == [PATH]
    with pytest.raises(NotFoundError):
        lookup.get("elsewhere", "pull")


@pytest.mark.parametrize(
    ("namespace", "name"),
    [
        ("payments", "../configmaps/x"),
        ("payments", ""),
        ("..", "pull"),
        ("a/b", "pull"),
        ("a", "A"),
    ],
)
def test_what_is_no_name_leads_nowhere(namespace: str, name: str) -> None:
    server = ApiServer()
    with pytest.raises(ClusterError, match="is not the name of a Secret"):
        SecretLookup(server).get(namespace, name)
    assert server.asked == []


def test_what_was_read_long_ago_is_forgotten() -> None:
    server = ApiServer()
    lookup = SecretLookup(server, clock=lambda: 0.0)
    names = ["pull", *(f"s{number}" for number in range(256))]
    for name in names:
        server.objects[f"/api/v1/namespaces/payments/secrets/{name}"] = {"type": name}
        lookup.get("payments", name)
    lookup.get("payments", "pull")
    assert server.asked.count(PATH) == 2


def test_large_secrets_of_one_tenant_do_not_add_up() -> None:
    server = ApiServer()
    lookup = SecretLookup(server, clock=lambda: 0.0)
    names = ["pull", *(f"s{number}" for number in range(16))]
    for name in names:
        server.objects[f"/api/v1/namespaces/payments/secrets/{name}"] = {"x": "y" * 1024 * 1024}
    for name in names[:15]:
        lookup.get("payments", name)
    lookup.get("payments", "pull")
    assert server.asked.count(PATH) == 1
    for name in names[15:]:
        lookup.get("payments", name)
    lookup.get("payments", "pull")
    assert server.asked.count(PATH) == 2


def test_a_secret_stays_no_longer_than_it_counts() -> None:
    server, now = ApiServer(), [0.0]
    lookup = SecretLookup(server, clock=lambda: now[0])
    server.objects[PATH] = {"data": "y" * 1024 * 1024}
    tracemalloc.start()
    try:
        lookup.get("payments", "pull")
        now[0] = 10.0
        with pytest.raises(NotFoundError):
            lookup.get("payments", "other")
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert kept < 100_000


def test_an_error_that_is_remembered_keeps_nothing_alive_of_who_asked() -> None:
    class Review:
        """What stands for megabytes."""

    def ask(review: Review) -> None:
        with pytest.raises(NotFoundError):
            lookup.get("payments", "pull")
        assert review

    lookup = SecretLookup(ApiServer())
    review = Review()
    gone = weakref.ref(review)
    ask(review)
    del review
    gc.collect()
    assert gone() is None
