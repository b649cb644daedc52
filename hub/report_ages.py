# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""How old the Report of each node is, as a metric for each source: computed at every scrape."""

from collections.abc import Callable, Iterable
from datetime import datetime

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from hub.neighbours import Objects, Snapshots
from trust.report import Node


class ReportAges(Collector):
    """Collects ``bondstone_report_age_seconds`` by source and node.

    Args:
        nodes: Node objects.
        snapshots: Reports.
        now: The clock.
    """

    def __init__(
        self, *, nodes: Objects[Node], snapshots: Snapshots, now: Callable[[], datetime]
    ) -> None:
        self._nodes = nodes
        self._snapshots = snapshots
        self._now = now

    def collect(self) -> Iterable[GaugeMetricFamily]:
        """Return one sample for each Report that belongs to a node; a doubt has no evidence."""
        family = GaugeMetricFamily(
            "bondstone_report_age_seconds",
            "Age of the evidence behind a node's report.",
            labels=["source", "node"],
        )
        now = self._now()
        for snapshot in self._snapshots.sources().snapshots:
            for node in self._nodes.values().values():
                report = snapshot.report_for(node)
                if report is not None and not report.doubt:
                    age = (now - report.attested_at).total_seconds()
                    family.add_metric([snapshot.source, node.name], age)
        yield family
