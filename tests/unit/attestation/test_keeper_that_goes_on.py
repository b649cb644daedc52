# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A service that has more to say than one poll has room for."""

from dataclasses import replace
from datetime import timedelta

from attestation.errors import ServiceUnavailableError
from attestation.keeper import SnapshotKeeper
from attestation.service import Answer
from tests.unit.attestation.test_keeper import NotedPace, Service
from tests.unit.trust.builders import NOON


def test_a_service_that_has_more_to_say_is_asked_again_at_once() -> None:
    service = Service()
    good = service.answer
    assert isinstance(good, Answer)
    service.answer = replace(good, more=True)
    pace = NotedPace(
        service=service,
        answers=[replace(good, more=True, answered_at=NOON + timedelta(days=1)), good],
        shortest_pause=timedelta(milliseconds=1),
    )
    keeper = SnapshotKeeper(service, pace=pace, now=lambda: NOON, chance=lambda: 0.0)
    keeper.start()
    service.wait_for_polls()
    assert pace.asked == []
    service.answer = ServiceUnavailableError("connection refused")
    assert pace.done.wait(timeout=10)
    keeper.stop()
    # Of an answer that cannot be believed (it is from the future) nothing follows at once.
    assert [failures for failures, _ in pace.asked] == [1, 2, 0]
