# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Pods by name, asked for each time."""

from collections.abc import Mapping
from typing import Any

import pytest

from cluster.errors import ClusterError, UnreachableError
from cluster.pods import PodLookup


class ApiServer:
    """Answers with a pod, and takes down what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, float]] = []
        self.gates: list[dict[str, str]] | None = None

    def get(self, path: str, *, seconds: float) -> Mapping[str, Any]:
        """Answer."""
        self.asked.append((path, seconds))
        metadata = {"name": "p", "uid": f"u-{len(self.asked)}", "labels": {"a": "b"}}
        return {"metadata": metadata, "spec": {"schedulingGates": self.gates}}


def test_a_pod_is_asked_for_each_time() -> None:
    lookup = PodLookup(ApiServer(), clock=lambda: 100.0)
    assert [lookup.get("n", "p", deadline=200.0).uid for _ in range(2)] == ["u-1", "u-2"]
    assert lookup.get("n", "p", deadline=200.0).labels == {"a": "b"}


def test_a_pod_is_told_with_its_gates() -> None:
    server = ApiServer()
    lookup = PodLookup(server, clock=lambda: 100.0)
    assert not lookup.get("n", "p", deadline=200.0).gated
    server.gates = [{"name": "example.com/wait"}]
    assert lookup.get("n", "p", deadline=200.0).gated


def test_no_more_time_is_taken_than_is_left() -> None:
    server = ApiServer()
    lookup = PodLookup(server, clock=lambda: 100.0)
    lookup.get("n", "p.q-1", deadline=100.5)
    lookup.get("n", "p", deadline=200.0)
    path = "/api/v1/namespaces/n/pods/"
    assert server.asked == [(f"{path}p.q-1", 0.5), (f"{path}p", 2.0)]
    with pytest.raises(UnreachableError, match="no time left"):
        lookup.get("n", "p", deadline=100.0)


@pytest.mark.parametrize(("namespace", "name"), [("n", "../secrets/x"), ("n/pods", "p"), ("n", "")])
def test_what_is_no_name_is_not_asked_for(namespace: str, name: str) -> None:
    server = ApiServer()
    with pytest.raises(ClusterError, match="is not the name"):
        PodLookup(server).get(namespace, name, deadline=1e12)
    assert server.asked == []
