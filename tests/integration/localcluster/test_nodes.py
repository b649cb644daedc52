# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Nodes without kubelets stay Ready, free of taints, and alive."""

from datetime import datetime

import pytest

from localcluster.api import ApiStatusError
from localcluster.cluster import LocalCluster
from tests.integration.localcluster.polling import eventually

LEASES = "/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases"


def renewed_at(cluster: LocalCluster, name: str) -> datetime:
    lease = cluster.api.call("GET", f"{LEASES}/{name}")
    return datetime.fromisoformat(lease["spec"]["renewTime"])


def test_a_new_node_is_ready_with_its_resources_and_labels(cluster: LocalCluster) -> None:
    cluster.nodes.add("ready", cpu="2", memory="3Gi", labels={"zone": "a"})
    node = cluster.api.call("GET", "/api/v1/nodes/ready")
    conditions = {c["type"]: c["status"] for c in node["status"]["conditions"]}
    assert conditions["Ready"] == "True"
    assert node["status"]["allocatable"] == {"cpu": "2", "memory": "3Gi", "pods": "110"}
    assert node["metadata"]["labels"]["zone"] == "a"
    assert node["metadata"]["labels"]["kubernetes.io/hostname"] == "ready"


def test_leases_are_renewed_so_that_no_taint_comes(cluster: LocalCluster) -> None:
    cluster.nodes.add("alive")
    first = renewed_at(cluster, "alive")
    assert eventually(lambda: renewed_at(cluster, "alive") > first)
    assert "taints" not in cluster.api.call("GET", "/api/v1/nodes/alive")["spec"]


def test_a_deleted_node_is_gone_with_its_lease(cluster: LocalCluster) -> None:
    cluster.nodes.add("leaving")
    cluster.nodes.delete("leaving")
    for path in ("/api/v1/nodes/leaving", f"{LEASES}/leaving"):
        with pytest.raises(ApiStatusError) as refused:
            cluster.api.call("GET", path)
        assert refused.value.status == 404
