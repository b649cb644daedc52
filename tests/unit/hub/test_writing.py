# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What the hub writes on Nodes and Namespaces, and when."""

from dataclasses import replace

import pytest
from prometheus_client import CollectorRegistry

from hub.namespace_writer import is_protected, label_namespace
from hub.node_writer import NodeWriter
from hub.reconcile import Reconciler, Sources
from hub.waiting_pods import WaitingPods
from tests.simulators.cluster import SimulatedObjects, SimulatedWriter
from tests.simulators.snapshots import SimulatedSnapshots
from tests.unit.hub.builders import MARKED, PAYMENTS, Events
from tests.unit.trust.builders import NODE, NOON, REPORT, identity, policy, snapshot
from trust.names import PROTECTED_LABEL, TAG_PREFIX
from trust.namespace import Namespace
from trust.node_marks import marks_of
from trust.pod import Pod
from trust.report import Node, Report


def write(node: Node, report: Report = REPORT) -> SimulatedWriter:
    writer = SimulatedWriter()
    marks = marks_of(node, snapshot(report), now=NOON)
    NodeWriter(writer, now=lambda: NOON).write(node, marks)
    return writer


def test_a_new_node_gets_its_condition_before_its_labels() -> None:
    (first, condition), (second, labels) = write(NODE).applied
    assert (first, second) == ("/api/v1/nodes/m1/status", "/api/v1/nodes/m1")
    (written,) = condition["status"]["conditions"]  # type: ignore[index]
    assert (written["type"], written["status"]) == ("bondstone.dev/Attested", "True")
    assert written["lastTransitionTime"] == "2026-01-01T12:00:00Z"
    assert labels["metadata"]["labels"] == MARKED.labels  # type: ignore[index]
    assert labels["metadata"]["uid"] == "uid-1"  # type: ignore[index]


def test_a_condition_that_stays_keeps_since_when() -> None:
    ((_, condition),) = write(MARKED).applied
    (written,) = condition["status"]["conditions"]  # type: ignore[index]
    assert written["lastTransitionTime"] == "2026-01-01T11:00:00Z"


def test_what_is_written_once_is_not_written_again() -> None:
    writer = SimulatedWriter()
    node_writer = NodeWriter(writer, now=lambda: NOON)
    marks = marks_of(MARKED, snapshot(REPORT), now=NOON)
    assert node_writer.write(MARKED, marks)
    assert not node_writer.write(MARKED, marks)
    assert len(writer.applied) == 1


def test_labels_that_somebody_else_wrote_are_removed() -> None:
    forged = replace(MARKED, labels={**MARKED.labels, f"{TAG_PREFIX}tier": "1"})
    ((path, patch),) = write(forged).patched
    assert path == "/api/v1/nodes/m1"
    assert patch["metadata"] == {"uid": "uid-1", "labels": {f"{TAG_PREFIX}tier": None}}


@pytest.mark.parametrize(
    ("namespace", "mode", "protected"),
    [
        (PAYMENTS, "Enforce", True),
        (PAYMENTS, "Warn", False),
        (Namespace(name="other"), "Enforce", False),
        (Namespace(name="kube-system", labels=PAYMENTS.labels), "Enforce", False),
    ],
)
def test_a_namespace_that_an_enforced_policy_selects_is_protected(
    namespace: Namespace, mode: str, protected: bool
) -> None:
    policies = [policy(mode=mode)]
    assert is_protected(namespace, policies) is protected
    writer = SimulatedWriter()
    assert label_namespace(writer, namespace, policies) is protected
    assert len(writer.applied) == protected


def test_a_label_that_is_there_is_not_written_again_nor_taken_off() -> None:
    labelled = replace(PAYMENTS, labels={**PAYMENTS.labels, PROTECTED_LABEL: "true"})
    writer = SimulatedWriter()
    assert not label_namespace(writer, labelled, [policy()])
    assert not label_namespace(writer, labelled, [])
    assert writer == SimulatedWriter()


def test_a_write_that_fails_stops_nothing_else() -> None:
    nodes = {name: replace(NODE, name=name) for name in ("m1", "m2")}
    writer = SimulatedWriter(refused="m1")
    metrics = CollectorRegistry()
    sources = Sources(
        policies=SimulatedObjects({"payments": policy()}),
        namespaces=SimulatedObjects({"payments": PAYMENTS}),
        nodes=SimulatedObjects(nodes),
        pods=SimulatedObjects[Pod](),
        snapshots=SimulatedSnapshots(snapshot(replace(REPORT, identity=identity("m2")))),
    )
    reconciler = Reconciler(
        sources,
        writer=writer,
        waiting=WaitingPods(writer, Events()),
        now=lambda: NOON,
        metrics=metrics,
    )
    reconciler.round()
    assert {path for path, _ in writer.applied} == {
        "/api/v1/nodes/m2/status",
        "/api/v1/nodes/m2",
        "/api/v1/namespaces/payments",
    }
    failures = metrics.get_sample_value("bondstone_hub_write_failures_total", {"kind": "node"})
    assert failures == 1
