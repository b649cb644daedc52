# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The age of what a component knows of nodes, as a metric for each source."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from prometheus_client import CollectorRegistry, Gauge

from attestation.keeper import SnapshotKeeper
from attestation.keepers import Keepers


def show_age(keepers: Keepers, *, now: Callable[[], datetime], metrics: CollectorRegistry) -> None:
    """Let the age of each Snapshot be read at every scrape."""
    gauge = Gauge(
        "bondstone_snapshot_age_seconds",
        "Age of the Snapshot of a verification service; infinite before the first one.",
        ["source"],
        registry=metrics,
    )
    for source, keeper in keepers.by_source().items():
        gauge.labels(source).set_function(partial(_age, keeper, now))


def _age(keeper: SnapshotKeeper, now: Callable[[], datetime]) -> float:
    return keeper.age_seconds(now())
