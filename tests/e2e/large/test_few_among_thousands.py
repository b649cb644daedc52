# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Twenty suitable nodes among 5,000, of which the scheduler looks at 500 and shows us no others.

Where as many nodes fit as it samples (10 % of 5,000), it stops looking. So the extender alone would
find the twenty only by chance; the affinity that /mutate writes narrows before that.
"""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

import pytest

from localcluster.bondstone import Bondstone, Sources
from localcluster.cluster import LocalCluster, running
from localcluster.many_nodes import create_nodes, node_name
from localcluster.reports import ReportsFile
from localcluster.waiting import wait_for
from tests.e2e.scheduling import restart_scheduler
from tests.e2e.starting import begun
from trust.names import TAG_PREFIX, TRUSTED_LABEL

NODES, SUITABLE = 5000, frozenset(node_name(number) for number in range(7, 5000, 250))
SAMPLED = 500
"""Percentage of 50 - 5000/125 (kube-scheduler, numFeasibleNodesToFind)."""
POLICY = """
apiVersion: bondstone.dev/v1alpha1
kind: TrustPolicy
metadata: {name: few}
spec:
  match: {namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: few}}}
  images: {encryption: NotRequired}
  nodes: {trust: Required, assetTags: {region: [EU]}}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Large:
    """A cluster of 5,000 nodes with webhook and extender."""

    cluster: LocalCluster
    bondstone: Bondstone

    def create(self, namespace: str, name: str, *, cpu: str, **spec: object) -> None:
        """Create a pod that asks for processors; a node has four."""
        resources = {"requests": {"cpu": cpu}}
        container = {"name": "c", "image": "any.example/x:1", "resources": resources}
        tolerated = [{"operator": "Exists"}]
        document = {
            "metadata": {"name": name},
            "spec": {"containers": [container], "tolerations": tolerated, **spec},
        }
        self.cluster.api.call("POST", f"/api/v1/namespaces/{namespace}/pods", document)

    def nodes_of(self, namespace: str) -> list[str]:
        """Return the node of each pod that has one."""
        pods = self.cluster.api.call("GET", f"/api/v1/namespaces/{namespace}/pods")["items"]
        return [pod["spec"]["nodeName"] for pod in pods if pod["spec"].get("nodeName")]

    def filtered(self, namespace: str) -> list[dict[str, Any]]:
        """Return what the extender logged of filter calls."""
        log = self.bondstone.processes["extender"].log.read_text().splitlines()
        lines = [json.loads(line) for line in log]
        return [
            line
            for line in lines
            if (line["message"], line.get("namespace")) == ("filter", namespace)
        ]


@pytest.fixture
def _no_pod_is_left() -> None:
    """Nothing of the other stories' world is used, so it need not be started."""


@pytest.fixture(scope="module")
def large() -> Iterator[Large]:
    with begun(large_running()) as started:
        yield started


@contextmanager
def large_running() -> Iterator[Large]:
    """Start it with its nodes, and without what would mark them."""
    with ExitStack() as stack:
        cluster = stack.enter_context(running())
        reports = ReportsFile(cluster.folder / "reports.json")
        bondstone = Bondstone(cluster, Sources(reports=reports.path, max_staleness="30m"))
        stack.callback(bondstone.stop)
        _fill(cluster)
        time.sleep(1.1)  # a report of the second in which a node was created does not count
        for node in SUITABLE:
            reports.trust(node, region="EU")
        bondstone.install()
        cluster.kubectl("apply", "-f", "-", stdin=POLICY)
        cluster.kubectl("label", "namespace", "few", "bondstone.dev/protected=true")
        for name in ("webhook", "extender"):
            bondstone.launch(name)
        for name in ("webhook", "extender"):
            bondstone.wait_ready(name)
        restart_scheduler(cluster)
        yield Large(cluster=cluster, bondstone=bondstone)


def _fill(cluster: LocalCluster) -> None:
    """Create namespaces and nodes, marked as the hub would: its policy is not in force yet."""
    for namespace in ("few", "other"):
        cluster.kubectl("create", "namespace", namespace)
        account = f"/api/v1/namespaces/{namespace}/serviceaccounts"
        wait_for(
            lambda account=account: cluster.api.call("GET", account)["items"],  # type: ignore[misc]
            what="the namespace has its ServiceAccount",
        )
    for controller in ("kube-controller-manager", "kube-scheduler", "bondstone-scheduler"):
        cluster.control_plane.processes[controller].stop()
    good, other = {TRUSTED_LABEL: "true", f"{TAG_PREFIX}region": "EU"}, {TRUSTED_LABEL: "unknown"}
    names = [node_name(number) for number in range(NODES)]
    create_nodes(cluster.api, ((name, good if name in SUITABLE else other) for name in names))


def test_twenty_suitable_nodes_among_five_thousand_are_found(large: Large) -> None:
    for number in range(len(SUITABLE)):
        large.create("few", f"pod-{number}", cpu="4")
    bound: Callable[[], bool] = lambda: len(large.nodes_of("few")) == len(SUITABLE)  # noqa: E731
    wait_for(bound, seconds=300, what="every pod is bound")
    assert frozenset(large.nodes_of("few")) == SUITABLE
    assert all(line["accepted"] + line["refused_count"] <= 20 for line in large.filtered("few"))


def test_without_the_affinity_the_scheduler_shows_a_tenth_of_them(large: Large) -> None:
    large.create("other", "any", cpu="0", schedulerName="bondstone-scheduler")
    wait_for(lambda: large.nodes_of("other"), seconds=300, what="the pod is bound")
    (line,) = large.filtered("other")
    assert (line["accepted"], line["refused_count"]) == (SAMPLED, 0)
