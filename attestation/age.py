# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The age of what a component knows of nodes, as a metric."""

from collections.abc import Callable
from datetime import datetime

from prometheus_client import CollectorRegistry, Gauge

from attestation.keeper import SnapshotKeeper


def show_age(
    keeper: SnapshotKeeper, *, now: Callable[[], datetime], metrics: CollectorRegistry
) -> None:
    """Let the age of the Snapshot be read at every scrape."""
    Gauge(
        "bondstone_snapshot_age_seconds",
        "Age of the Snapshot; infinite before the first one.",
        registry=metrics,
    ).set_function(lambda: keeper.age_seconds(now()))
