# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The age of each node's Report as a metric."""

from dataclasses import replace
from datetime import timedelta

from prometheus_client import CollectorRegistry

from hub.report_ages import ReportAges
from tests.simulators.cluster import SimulatedObjects
from tests.simulators.snapshots import SimulatedSnapshots
from tests.unit.trust.builders import NODE, NOON, REPORT, snapshot


def test_the_age_of_the_evidence_is_told_by_source_and_node() -> None:
    metrics, snapshots = CollectorRegistry(), SimulatedSnapshots(snapshot(REPORT))
    later = NOON + timedelta(seconds=5)
    ages = ReportAges(nodes=SimulatedObjects({"m1": NODE}), snapshots=snapshots, now=lambda: later)
    metrics.register(ages)
    labels = {"source": "lab", "node": "m1"}
    assert metrics.get_sample_value("bondstone_report_age_seconds", labels) == 15
    doubted = replace(REPORT, trusted=False, doubt="agent not reachable", asset_tags={})
    snapshots.current = snapshot(doubted)
    assert metrics.get_sample_value("bondstone_report_age_seconds", labels) is None
    snapshots.current = snapshot()
    assert metrics.get_sample_value("bondstone_report_age_seconds", labels) is None
