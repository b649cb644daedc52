# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Pods that are there, against what a judged pod would be."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.unit.trust.builders import NODE, NOON, REPORT, policy, sources
from trust.affinity import Placement
from trust.audit import Surroundings, audit, selected_by
from trust.names import TAG_PREFIX, TRUSTED_LABEL
from trust.namespace import NEVER_PROTECTED, Namespace
from trust.observed_pod import ObservedPod, Shape
from trust.sources import Sources
from trust.tags_annotation import AnnotatedTags
from trust.verdict import Outcome

LABELS = {"team": "payments"}
PLACED = Placement(node_selector={TRUSTED_LABEL: "true", f"{TAG_PREFIX}region": "EU"})
SHAPE = Shape(scheduler_name="bondstone-scheduler", placement=PLACED)
POD = ObservedPod(namespace="payments", name="p", uid="u-1", node_name="m1", shape=SHAPE)
DISTRUSTED = sources(replace(REPORT, trusted=False, failures=("PCR 7",)))


def around(reports: Sources | None = None) -> Surroundings:
    names = ("payments", *sorted(NEVER_PROTECTED))
    return Surroundings(
        namespaces={name: Namespace(name=name, labels=LABELS) for name in names},
        nodes={"m1": NODE},
        sources=reports or sources(REPORT),
        scheduler_name="bondstone-scheduler",
        now=NOON,
    )


def codes(pod: ObservedPod, reports: Sources | None = None) -> list[str]:
    return [finding.code for finding in audit(policy(), pod, around(reports))]


def test_a_pod_that_was_judged_and_placed_is_as_it_should_be() -> None:
    assert codes(POD) == []
    assert codes(replace(POD, node_name="")) == []


@pytest.mark.parametrize(
    ("shape", "code"),
    [
        (replace(SHAPE, loose=("x:1", "y:1")), "image-not-judged"),
        (replace(SHAPE, scheduler_name="default-scheduler"), "scheduler-not-ours"),
        (replace(SHAPE, placement=Placement()), "placement-missing"),
        (replace(SHAPE, annotated=AnnotatedTags(present=True, tags={"tier": "1"})),
         "placement-missing"),
    ],
)  # fmt: skip
def test_what_a_judged_pod_would_have_is_missed(shape: Shape, code: str) -> None:
    assert codes(replace(POD, node_name="", shape=shape)) == [code]


def test_nothing_is_missed_that_the_policy_does_not_ask_for() -> None:
    bare = replace(POD, shape=Shape(loose=("x:1",)))
    images = policy(nodes={"trust": "NotRequired"})
    assert [found.code for found in audit(images, bare, around())] == ["image-not-judged"]
    nodes = policy(images={"encryption": "NotRequired"})
    found = [each.code for each in audit(nodes, bare, around())]
    assert found == ["scheduler-not-ours", "placement-missing"]


def test_a_static_pod_is_told_as_what_it_is_whatever_else_it_lacks() -> None:
    assert codes(replace(POD, mirror=True, shape=Shape(loose=("x:1",)))) == ["mirror-pod"]


@pytest.mark.parametrize("namespace", sorted(NEVER_PROTECTED))
def test_a_pod_that_is_never_behind_the_webhook_is_told(namespace: str) -> None:
    assert codes(replace(POD, namespace=namespace)) == ["namespace-exempt"]


def test_a_node_that_does_not_satisfy_the_policy_now_is_told() -> None:
    (finding,) = audit(policy(), POD, around(DISTRUSTED))
    assert (finding.code, finding.outcome) == ("node-refused", Outcome.DENY)
    assert 'node "m1": untrusted: PCR 7' in finding.detail
    (unknown,) = audit(policy(), POD, around(sources()))
    assert (unknown.code, unknown.outcome) == ("node-refused", Outcome.UNKNOWN)


def test_a_silent_source_says_nothing_against_a_node() -> None:
    silent = sources(REPORT, fetched_at=NOON - timedelta(minutes=5))
    assert codes(POD, silent) == []
    assert codes(replace(POD, mirror=True), silent) == ["mirror-pod"]


def test_a_node_that_is_not_known_yet_is_not_judged() -> None:
    assert codes(replace(POD, node_name="other")) == []


def test_a_policy_selects_by_the_labels_of_namespace_and_pod() -> None:
    assert selected_by(policy(), POD, around())
    assert not selected_by(policy(), replace(POD, namespace="unknown"), around())
    labelled = policy(match={"podSelector": {"matchLabels": {"a": "b"}}})
    assert not selected_by(labelled, POD, around())
    assert selected_by(labelled, replace(POD, shape=Shape(labels={"a": "b"})), around())
