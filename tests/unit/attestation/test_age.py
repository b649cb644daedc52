# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The age of the Snapshot as a metric: asked for at each scrape, not once."""

from datetime import timedelta

from prometheus_client import CollectorRegistry

from attestation.age import show_age
from attestation.keeper import SnapshotKeeper
from attestation.keepers import Keepers
from tests.unit.attestation.test_keeper import PACE, Clock, Service
from tests.unit.trust.builders import NOON

METRIC = "bondstone_snapshot_age_seconds"


def test_the_age_is_infinite_first_and_then_grows() -> None:
    service, clock, metrics = Service(), Clock(), CollectorRegistry()
    keeper = SnapshotKeeper(service, pace=PACE, now=lambda: NOON)
    show_age(Keepers([keeper]), now=clock, metrics=metrics)
    assert metrics.get_sample_value(METRIC, {"source": "lab"}) == float("inf")
    keeper.start()
    service.wait_for_polls()
    keeper.stop()
    clock.instant = NOON + timedelta(seconds=7)
    assert metrics.get_sample_value(METRIC, {"source": "lab"}) == 7
    clock.instant = NOON + timedelta(seconds=9)
    assert metrics.get_sample_value(METRIC, {"source": "lab"}) == 9
