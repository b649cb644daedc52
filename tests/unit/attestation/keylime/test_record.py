# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What is remembered between two answers."""

from datetime import timedelta
from email.utils import format_datetime

import pytest

from attestation.errors import AnswerError
from attestation.http.reply import Reply
from attestation.keylime.demands import Demands
from attestation.keylime.record import Record
from attestation.keylime.status import parse_status
from tests.unit.attestation.keylime.recorded import EK, PASSED_AT, agent, told

SECOND = timedelta(seconds=1)


def reply(seconds: float) -> Reply:
    date = format_datetime(told(seconds).served_at, usegmt=True)
    return Reply(source="a.example/v2.6/agents/", status=200, headers={"date": date})


def test_an_agent_whose_count_stands_still_stops_being_trusted() -> None:
    record = Record(Demands())
    trusted = []
    for seconds in range(0, 12, 3):
        passed = PASSED_AT + seconds
        status = parse_status(
            EK, agent(last_received_quote=passed, last_successful_attestation=passed)
        )
        now = record.told(reply(seconds), received_at=told(seconds).received_at, api="2.6")
        trusted.append(record.report(status, now).trusted)
    assert trusted == [True, True, True, False]


def test_an_agent_that_was_forgotten_begins_anew() -> None:
    record = Record(Demands())
    status = parse_status(EK, agent())
    first = record.told(reply(0), received_at=told(0).received_at, api="2.6")
    assert record.report(status, first).trusted
    record.keep_only([])
    later = record.told(reply(8), received_at=told(8).received_at, api="2.6")
    assert record.report(status, later).trusted


def test_an_agent_with_fewer_quotes_than_before_was_enrolled_anew() -> None:
    record = Record(Demands())
    status = parse_status(EK, agent(attestation_count=7))
    assert not record.is_enrolled_anew(status)
    record.report(status, record.told(reply(0), received_at=told(0).received_at, api="2.6"))
    assert not record.is_enrolled_anew(status)
    assert not record.is_enrolled_anew(parse_status(EK, agent(attestation_count=8)))
    assert record.is_enrolled_anew(parse_status(EK, agent(attestation_count=6)))


def test_an_instant_is_told_alike_at_every_poll() -> None:
    record = Record(Demands())
    status = parse_status(EK, agent())
    first = record.told(reply(1), received_at=told(1.2).received_at, api="2.6")
    second = record.told(reply(3), received_at=told(3.9).received_at, api="2.6")
    assert record.report(status, first).attested_at == record.report(status, second).attested_at


def test_an_answer_without_a_date_is_none() -> None:
    with pytest.raises(
        AnswerError, match=r"a\.example/v2\.6/agents/ does not say when it was given"
    ):
        Record(Demands()).told(
            Reply(source="a.example/v2.6/agents/", status=200),
            received_at=told().received_at,
            api="2.6",
        )
