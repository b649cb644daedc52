# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The same caches and writes against a real kube-apiserver."""

from collections.abc import Iterator

import pytest

from cluster.connect import connect
from cluster.connection import Connection
from cluster.errors import ForbiddenError, NotFoundError, RefusedError
from cluster.events import EventRecorder
from cluster.live import namespaces, nodes, policies, waiting_pods
from cluster.namespaces import NamespaceLookup
from cluster.subject import pod_subject
from localcluster.cluster import LocalCluster, running
from localcluster.waiting import wait_for
from trust.pod import Pod


@pytest.fixture(scope="module")
def cluster() -> Iterator[LocalCluster]:
    with running() as one:
        yield one


@pytest.fixture(scope="module")
def connection(cluster: LocalCluster) -> Connection:
    return connect(cluster.kubeconfig)


def test_nodes_come_change_and_go(cluster: LocalCluster, connection: Connection) -> None:
    cache = nodes(connection)
    cache.start()
    wait_for(lambda: cache.synced, seconds=10, what="the list")
    cluster.nodes.add("m1", labels={"a": "b"})
    wait_for(lambda: "m1" in cache.values(), seconds=10, what="the node")
    assert cache.values()["m1"].labels["a"] == "b"
    cluster.nodes.delete("m1")
    wait_for(lambda: "m1" not in cache.values(), seconds=10, what="its end")
    cache.stop()


def test_a_namespace_that_was_just_created_is_found_at_once(
    cluster: LocalCluster, connection: Connection
) -> None:
    lookup = NamespaceLookup(namespaces(connection), connection)
    cluster.kubectl("create", "namespace", "fresh")
    assert lookup.get("fresh").labels == {"kubernetes.io/metadata.name": "fresh"}
    with pytest.raises(NotFoundError):
        lookup.get("nowhere")


def test_without_the_crd_the_cache_says_what_to_apply(connection: Connection) -> None:
    cache = policies(connection)
    cache.start()
    wait_for(
        lambda: "apply Bondstone's manifests" in (cache.problem() or ""),
        seconds=10,
        what="the problem is named",
    )
    assert not cache.synced
    cache.stop()


def test_waiting_pods_are_those_without_a_node(
    cluster: LocalCluster, connection: Connection
) -> None:
    cache = waiting_pods(connection)
    cache.start()
    cluster.kubectl("run", "waits", "--image=x", '--overrides={"spec":{"nodeSelector":{"a":"c"}}}')
    wait_for(lambda: "default/waits" in cache.values(), seconds=10, what="the pod")
    cluster.kubectl("delete", "pod", "waits", "--force")
    wait_for(lambda: "default/waits" not in cache.values(), seconds=10, what="its end")
    cache.stop()


def test_the_same_event_again_raises_its_count(
    cluster: LocalCluster, connection: Connection
) -> None:
    record = EventRecorder(connection, component="test")
    for message in ("why", "why", "why else"):
        record(
            pod_subject(Pod(namespace="default", name="p", uid="u")),
            reason="Waiting",
            message=message,
        )
    said = cluster.kubectl(
        "get", "events", "--field-selector=involvedObject.name=p",
        "-o=jsonpath={range .items[*]}{.count} {.message};{end}",
    )  # fmt: skip
    assert sorted(said.strip(";").split(";")) == ["1 why else", "2 why"]


def test_errors_of_the_api_server_are_told_apart(
    cluster: LocalCluster, connection: Connection
) -> None:
    with pytest.raises(NotFoundError, match="not found"):
        connection.get("/api/v1/namespaces/none")
    with pytest.raises(RefusedError, match="already exists"):
        connection.create("/api/v1/namespaces", {"metadata": {"name": "default"}})
    stranger = connect(cluster.client_kubeconfig("stranger"))
    with pytest.raises(ForbiddenError, match="stranger"):
        stranger.get("/api/v1/nodes")


def test_what_one_manager_applied_another_can_take_over(
    cluster: LocalCluster, connection: Connection
) -> None:
    path = "/api/v1/namespaces/default"
    document = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "default"}}
    for value, manager in (("1", "one"), ("2", "two")):
        labelled = {**document["metadata"], "labels": {"k": value}}  # type: ignore[dict-item]
        connection.apply(path, {**document, "metadata": labelled}, field_manager=manager)
    label = cluster.kubectl("get", "namespace", "default", "-o=jsonpath={.metadata.labels.k}")
    assert label == "2"
