# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The keeper asked about one node, hinted at one, and told what cannot be used."""

from datetime import timedelta

import pytest

from attestation.errors import ServiceUnavailableError
from attestation.keeper import SnapshotKeeper
from attestation.pace import Pace
from attestation.service import Answer
from tests.unit.attestation.test_keeper import Service, clock, keeper, service
from tests.unit.trust.builders import NOON, REPORT
from trust.report import Suspicion

FIXTURES = (clock, keeper, service)


def test_a_question_about_one_node_is_answered_into_the_snapshot(
    keeper: SnapshotKeeper, service: Service
) -> None:
    assert keeper.ask(REPORT.identity, deadline=1).reports == {REPORT.identity: REPORT}
    assert keeper.snapshot().fetched_at is None, "one node says nothing of the others"
    service.answer = ServiceUnavailableError("connection refused")
    with pytest.raises(ServiceUnavailableError):
        keeper.ask(REPORT.identity, deadline=1)


def test_a_suspicion_is_held_at_once_and_polled_for(
    keeper: SnapshotKeeper, service: Service
) -> None:
    hint = Suspicion(source="lab", since=NOON, why="PCR 7")
    keeper.suspect(REPORT.identity, hint)
    assert keeper.snapshot().suspicions == {REPORT.identity: hint}
    keeper.start()
    service.wait_for_polls()
    assert keeper.snapshot().suspicions == {REPORT.identity: hint}, "its evidence is older"


def test_what_cannot_be_used_of_an_answer_is_logged_once(
    keeper: SnapshotKeeper, service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    service.answer = Answer(reports=(), answered_at=NOON, remarks=("agent a: no EK",))
    keeper.start()
    service.wait_for_polls()
    said = [record for record in caplog.records if "cannot be used" in record.message]
    assert [getattr(record, "why", "") for record in said] == ["agent a: no EK"]


def test_a_service_that_lies_does_not_fill_the_log(
    keeper: SnapshotKeeper, service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    many = tuple(f"agent {each}: no EK" for each in range(1000))
    service.answer = Answer(reports=(), answered_at=NOON, remarks=many)
    keeper.start()
    service.wait_for_polls()
    assert len(caplog.records) == 20


def test_hints_one_after_the_other_do_not_poll_one_after_the_other(service: Service) -> None:
    rare = Pace(shortest_pause=timedelta(hours=1), period=timedelta(hours=2))
    keeper = SnapshotKeeper(service, pace=rare, now=lambda: NOON)
    keeper.start()
    assert service.turn.acquire(timeout=10)
    for _ in range(100):
        keeper.refresh()
    assert not service.turn.acquire(timeout=0.05)
    keeper.stop()
    assert not keeper.alive(), "the end waits for no pause"
