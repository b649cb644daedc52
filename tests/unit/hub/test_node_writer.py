# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What the hub writes on a Node, and what the Node then says."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from hub.node_writer import FIELD_MANAGER, NodeWriter
from tests.simulators.cluster import SimulatedWriter
from tests.simulators.nodes import SimulatedNode
from tests.unit.hub.builders import MARKED, UNTRUSTED
from tests.unit.trust.builders import NODE, NOON, REPORT, marked, sources
from trust.names import ATTESTED_CONDITION, TAG_PREFIX, TRUSTED_LABEL
from trust.report import Node, Report

TIER = f"{TAG_PREFIX}tier"
REGION = f"{TAG_PREFIX}region"


def write(node: Node, report: Report = REPORT) -> SimulatedWriter:
    """Return what is written by a hub that has just started."""
    writer = SimulatedWriter()
    marks = marked(node, sources(report), now=NOON)
    NodeWriter(writer, now=lambda: NOON).write(node, marks)
    return writer


class Rounds:
    """Rounds of one hub over one Node."""

    def __init__(self, labels: dict[str, str] | None = None) -> None:
        self.node = SimulatedNode(labels)
        self.now = NOON
        self._writer = NodeWriter(self.node, now=self._clock)

    def round(self, *reports: Report) -> bool:
        """Do one; True when something was written."""
        node = self.node.node()
        return self._writer.write(node, marked(node, sources(*reports), now=self.now))

    def _clock(self) -> datetime:
        return self.now


def test_a_new_node_gets_its_condition_before_its_labels() -> None:
    writer = write(NODE)
    identity = {"apiVersion": "v1", "kind": "Node", "metadata": {"name": "m1", "uid": "uid-1"}}
    condition = {
        "type": ATTESTED_CONDITION,
        "status": "True",
        "reason": "Attested",
        "message": 'verification service "lab" vouches for this node',
        "lastHeartbeatTime": "2026-01-01T12:00:00Z",
        "lastTransitionTime": "2026-01-01T12:00:00Z",
    }
    labels = {TRUSTED_LABEL: "true", REGION: "EU"}
    assert writer.applied == [
        ("/api/v1/nodes/m1/status", {**identity, "status": {"conditions": [condition]}}),
        (
            "/api/v1/nodes/m1",
            {**identity, "metadata": {"name": "m1", "uid": "uid-1", "labels": labels}},
        ),
    ]
    assert writer.patched == []


def test_labels_are_applied_all_together_or_apply_would_drop_the_others() -> None:
    rounds = Rounds()
    rounds.round(replace(REPORT, asset_tags={"region": "EU", "tier": "1"}))
    rounds.round(replace(REPORT, asset_tags={"region": "EU", "tier": "2"}))
    assert rounds.node.labels == {TRUSTED_LABEL: "true", REGION: "EU", TIER: "2"}
    assert rounds.node.managers == {FIELD_MANAGER} == {"bondstone-hub"}


@pytest.mark.parametrize(
    ("report", "labels"),
    [
        (replace(REPORT, asset_tags={"tier": "1"}), {TRUSTED_LABEL: "true", TIER: "1"}),
        (replace(REPORT, asset_tags={}), {TRUSTED_LABEL: "true"}),
        (UNTRUSTED, {TRUSTED_LABEL: "false"}),
        (None, {TRUSTED_LABEL: "unknown"}),
    ],
    ids=["one-of-two", "all", "untrusted", "no-report"],
)
def test_our_own_tag_goes_when_the_report_drops_it(
    report: Report | None, labels: dict[str, str]
) -> None:
    rounds = Rounds({"zone": "a"})
    rounds.round(replace(REPORT, asset_tags={"region": "EU", "tier": "1"}))
    assert rounds.node.labels == {"zone": "a", TRUSTED_LABEL: "true", REGION: "EU", TIER: "1"}
    assert rounds.round(*([report] if report else []))
    assert rounds.node.labels == {"zone": "a", **labels}
    assert not rounds.round(*([report] if report else []))


def test_a_tag_of_an_earlier_hub_goes_too_and_labels_of_others_stay() -> None:
    rounds = Rounds({"zone": "a", TRUSTED_LABEL: "true", REGION: "US", TIER: "1"})
    rounds.round(REPORT)
    assert rounds.node.labels == {"zone": "a", TRUSTED_LABEL: "true", REGION: "EU"}


def test_stale_labels_are_removed_by_name_and_nothing_else_is_patched() -> None:
    forged = replace(MARKED, labels={**MARKED.labels, TIER: "1", f"{TAG_PREFIX}disk": "ssd"})
    ((path, patch),) = write(forged).patched
    assert path == "/api/v1/nodes/m1"
    removed = {TIER: None, f"{TAG_PREFIX}disk": None}
    assert patch == {"metadata": {"uid": "uid-1", "labels": removed}}


def test_the_condition_says_since_when_and_leaves_others_alone() -> None:
    rounds = Rounds()
    rounds.round(REPORT)
    rounds.now += timedelta(seconds=10)
    rounds.round(UNTRUSTED)
    rounds.now += timedelta(seconds=10)
    rounds.round(replace(UNTRUSTED, failures=("PCR 0",)))
    attested = rounds.node.conditions[ATTESTED_CONDITION]
    assert (attested["status"], attested["reason"]) == ("False", "Untrusted")
    assert attested["message"].startswith("untrusted: PCR 0")
    assert attested["lastTransitionTime"] == "2026-01-01T12:00:10Z"
    assert attested["lastHeartbeatTime"] == "2026-01-01T12:00:20Z"
    assert rounds.node.conditions["Ready"] == {"type": "Ready", "status": "True"}


def test_what_is_written_once_is_not_written_again() -> None:
    rounds = Rounds()
    assert rounds.round(REPORT)
    rounds.now += timedelta(seconds=10)
    assert not rounds.round(REPORT)


def test_a_condition_that_stays_keeps_since_when_over_a_restart() -> None:
    ((path, document),) = write(MARKED).applied
    assert path == "/api/v1/nodes/m1/status"
    (condition,) = document["status"]["conditions"]  # type: ignore[index]
    assert condition["lastTransitionTime"] == "2026-01-01T11:00:00Z"


def test_a_node_that_was_replaced_is_told_again() -> None:
    writer = SimulatedWriter()
    node_writer = NodeWriter(writer, now=lambda: NOON)
    marks = marked(MARKED, sources(REPORT), now=NOON)
    for node in (MARKED, MARKED, replace(MARKED, uid="uid-2")):
        node_writer.write(node, marks)
    told = [document["metadata"]["uid"] for _, document in writer.applied]  # type: ignore[index]
    assert told == ["uid-1", "uid-2"]


def test_nodes_that_are_gone_are_forgotten() -> None:
    writer = SimulatedWriter()
    known = NodeWriter(writer, now=lambda: NOON)
    marks = marked(MARKED, sources(REPORT), now=NOON)
    assert known.write(MARKED, marks)
    assert not known.write(MARKED, marks), "it was written, and the node says it"
    known.forget(set())
    assert known.write(MARKED, marks), "what is forgotten is written again"
