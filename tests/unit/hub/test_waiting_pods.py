# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Pods that wait: told why, or their scheduler woken."""

from collections import UserDict
from collections.abc import ValuesView
from contextlib import AbstractContextManager, suppress
from dataclasses import replace
from datetime import timedelta

from cluster.errors import ClusterError
from cluster.subject import Subject
from hub.waiting_pods import WaitingPods, World
from tests.simulators.cluster import SimulatedWriter
from tests.unit.hub.builders import PAYMENTS, POD, UNTRUSTED, Events
from tests.unit.trust.builders import NODE, NOON, REPORT, policy, snapshot
from trust.namespace import Namespace
from trust.report import Node, Report
from trust.sources import Sources


def world(report: Report, seconds: float = 0) -> World:
    return World(
        policies=(policy(),),
        namespaces={"payments": PAYMENTS},
        nodes={"m1": NODE},
        sources=Sources.of([replace(snapshot(report), max_staleness=timedelta(hours=1))]),
        now=NOON + timedelta(seconds=seconds),
    )


def counted(name: str) -> AbstractContextManager[None]:
    """Take failures, as the reconciler does."""
    assert name
    return suppress(ClusterError)


def test_a_waiting_pod_is_told_why_once_for_each_reason() -> None:
    events, writer = Events(), SimulatedWriter()
    waiting = WaitingPods(writer, events)
    for report in (UNTRUSTED, UNTRUSTED, replace(UNTRUSTED, failures=("PCR 0",))):
        waiting.look([POD], world(report), counted)
    assert [message.rpartition(": ")[2] for message in events.messages] == ["PCR 7", "PCR 0"]
    assert writer.patched == []


def test_a_pod_that_could_run_wakes_the_scheduler_with_growing_pauses() -> None:
    events, writer = Events(), SimulatedWriter()
    waiting = WaitingPods(writer, events)
    touched = []
    for second in range(200):
        before = len(writer.patched)
        waiting.look([POD], world(REPORT, seconds=second), counted)
        if len(writer.patched) > before:
            touched.append(second)
    assert touched == [2, 6, 14, 30, 62, 122, 182]
    assert {path for path, _ in writer.patched} == {"/api/v1/nodes/m1"}
    assert events.messages == []


def test_pods_that_are_bound_going_or_unprotected_are_left_alone() -> None:
    events, writer = Events(), SimulatedWriter()
    waiting = WaitingPods(writer, events)
    pods = [
        replace(POD, node_name="m1"),
        replace(POD, deleting=True),
        replace(POD, namespace="unknown"),
    ]
    for second in range(10):
        waiting.look(pods, world(UNTRUSTED, seconds=second), counted)
    assert events.messages == []
    assert writer.patched == []


def test_one_pod_whose_event_is_refused_keeps_nobody_elses_from_being_told() -> None:
    told: list[str] = []

    def record(subject: Subject, *, reason: str, message: str) -> None:
        if subject.name == "first":
            raise ClusterError(f"{reason}: {message}: 403")
        told.append(subject.name)

    waiting = WaitingPods(SimulatedWriter(), record)
    pods = [replace(POD, name=name, uid=name) for name in ("first", "second")]
    waiting.look(pods, world(UNTRUSTED), counted)
    assert told == ["second"]


class ReadNodes(UserDict[str, Node]):
    """Counts how often all of them are read."""

    times = 0

    def values(self) -> ValuesView[Node]:
        """Return all of them."""
        self.times += 1
        return super().values()


def test_nodes_are_judged_once_for_pods_that_ask_the_same_and_each_is_told_of_its_own() -> None:
    nodes, events = ReadNodes({"m1": NODE}), Events()
    billing = policy(match={"namespaceSelector": {"matchLabels": {"team": "billing"}}})
    known = replace(
        world(UNTRUSTED),
        policies=(policy(), replace(billing, name="billing")),
        namespaces={"payments": PAYMENTS, "b": Namespace(name="b", labels={"team": "billing"})},
        nodes=nodes,
    )
    pods = [POD, replace(POD, uid="u-2"), replace(POD, namespace="b", uid="u-3")]
    WaitingPods(SimulatedWriter(), events).look(pods, known, counted)
    named = [message.split('"')[1] for message in events.messages]
    assert named == ["payments", "payments", "billing"]
    assert nodes.times == 1
