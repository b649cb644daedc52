# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The keepers of all sources as one."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from attestation.errors import ServiceUnavailableError
from attestation.keeper import SnapshotKeeper
from attestation.keepers import Keepers
from attestation.service import Answer
from tests.unit.attestation.test_keeper import PACE, Clock, Service
from tests.unit.trust.builders import NOON, REPORT


class Field(Service):
    """Another source."""

    name = "field"


@pytest.fixture
def services() -> list[Service]:
    return [Service(), Field()]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def keepers(services: list[Service], clock: Clock) -> Iterator[Keepers]:
    keepers = Keepers([SnapshotKeeper(each, pace=PACE, now=clock) for each in services])
    yield keepers
    keepers.stop()


def test_all_sources_are_read_as_one_value(keepers: Keepers, services: list[Service]) -> None:
    first = keepers.sources()
    assert [each.source for each in first.snapshots] == ["field", "lab"]
    assert keepers.sources() is first
    assert set(keepers.by_source()) == {"field", "lab"}
    keepers.start()
    for service in services:
        service.wait_for_polls()
    assert keepers.sources() is not first
    assert all(each.fetched_at == NOON for each in keepers.sources().snapshots)


def test_one_silent_source_does_not_make_the_others_useless(
    keepers: Keepers, services: list[Service], clock: Clock
) -> None:
    assert "is gone" in (keepers.problem() or "")
    assert keepers.alive(), "nobody has started yet"
    keepers.start()
    services[0].wait_for_polls()
    services[1].wait_for_polls()
    assert (keepers.problem(), keepers.note()) == (None, None)
    services[0].answer = ServiceUnavailableError("connection refused")
    services[0].wait_for_polls()
    clock.instant = NOON + timedelta(hours=1)
    services[1].answer = Answer(reports=(REPORT,), answered_at=clock.instant)
    services[1].wait_for_polls()
    assert keepers.problem() is None
    assert 'verification service "lab" has been silent since' in (keepers.note() or "")
    assert "field" not in (keepers.note() or "")
    keepers.by_source()["lab"].stop()
    assert "is gone" in (keepers.problem() or "")
    assert not keepers.alive()
