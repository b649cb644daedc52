# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Violations told once for equal pods, a few at a time, and counted."""

from contextlib import AbstractContextManager, suppress
from dataclasses import replace
from datetime import timedelta

from prometheus_client import CollectorRegistry

from cluster.errors import ClusterError
from hub.pod_audit import PERIOD, TOLD, PodAudit
from tests.unit.hub.builders import Events
from tests.unit.trust.builders import policy
from tests.unit.trust.test_audit import DISTRUSTED, POD, SHAPE, around
from trust.observed_pod import ObservedPod, Shape
from trust.sources import Sources

FOREIGN = replace(POD, shape=replace(SHAPE, scheduler_name="another"))


def counted(name: str) -> AbstractContextManager[None]:
    """Take failures, as the reconciler does."""
    assert "/" in name
    return suppress(ClusterError)


class Audit:
    """Looks of one hub, a period apart."""

    def __init__(self) -> None:
        self.events, self.metrics = Events(), CollectorRegistry()
        self.audit = PodAudit(self.events, self.metrics)
        self.later = timedelta(0)

    def look(
        self,
        *pods: ObservedPod,
        after: timedelta = PERIOD,
        reports: Sources | None = None,
    ) -> None:
        """Look at some pods."""
        self.later += after
        surroundings = around(reports)
        surroundings = replace(surroundings, now=surroundings.now + self.later)
        self.audit.look([policy()], pods, surroundings, counted)

    def number(self, reason: str) -> float | None:
        """Return the metric of a reason."""
        labels = {"policy": "payments", "reason": reason}
        return self.metrics.get_sample_value("bondstone_violating_pods", labels)


def test_equal_pods_are_one_event_once() -> None:
    audit = Audit()
    pods = [replace(FOREIGN, name=f"p{number}") for number in range(100)]
    audit.look(*pods)
    audit.look(*pods)
    (message,) = audit.events.messages
    assert message == (
        'p0: TrustPolicy "payments" (and 99 other pods like it): its scheduler is "another"; '
        "delete the pod, so that what owns it creates it anew"
    )
    few = Audit()
    few.look(*pods[:2])
    assert 'TrustPolicy "payments" (and 1 other pod like it): ' in few.events.messages[0]
    assert audit.events.reasons == ["NotJudged"]
    assert audit.number("scheduler-not-ours") == 100
    assert audit.audit.counts["payments"].violating == 100


def test_a_node_that_is_refused_is_a_violation_and_its_end_is_seen() -> None:
    audit = Audit()
    audit.look(POD, reports=DISTRUSTED)
    assert audit.events.reasons == ["Violation"]
    assert 'it runs on node "m1": untrusted: PCR 7' in audit.events.messages[0]
    assert audit.number("node-refused") == 1
    audit.look(POD)
    assert audit.number("node-refused") == 0
    audit.look(POD, reports=DISTRUSTED)
    assert len(audit.events.messages) == 2


def test_many_different_pods_are_told_a_few_at_a_time_and_counted_at_once() -> None:
    audit = Audit()
    pods = [
        replace(FOREIGN, name=f"p{number}", shape=replace(FOREIGN.shape, labels={"n": str(number)}))
        for number in range(TOLD * 2 + 1)
    ]
    told = []
    for _ in range(4):
        audit.look(*pods)
        told.append(len(audit.events.messages))
    assert told == [10, 20, 21, 21]
    assert audit.number("scheduler-not-ours") == 21


def test_an_event_that_is_refused_is_tried_again() -> None:
    audit = Audit()
    audit.events.refused = True
    audit.look(FOREIGN)
    audit.events.refused = False
    audit.look(FOREIGN)
    assert len(audit.events.messages) == 1


def test_nobody_looks_before_it_is_time() -> None:
    audit = Audit()
    audit.look(POD)
    audit.look(replace(POD, shape=Shape()), after=PERIOD / 2)
    assert audit.events.messages == []
    audit.look(replace(POD, shape=Shape()), after=PERIOD / 2)
    assert len(audit.events.messages) == 2
