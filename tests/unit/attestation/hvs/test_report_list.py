# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Reports read whole, and signed ones one at a time."""

from dataclasses import replace
from pathlib import Path

import pytest

from attestation.errors import AnswerError
from attestation.hvs.report_document import parse_report
from attestation.hvs.report_list import newest_of, read_reports, read_signed
from tests.simulators.answers import Answer, Asked
from tests.unit.attestation.hvs.builders import MINUTE, NEVER, NOON, World, host


@pytest.fixture
def world(tmp_path: Path) -> World:
    made = World(tmp_path)
    made.hvs.put(host(1), host(2), host(3))
    return made


def test_reports_are_read_page_by_page(world: World) -> None:
    found = read_reports(world.questions, page_size=2, deadline=NEVER)
    assert len(found.newest) == 3
    assert world.paths() == [
        "/reports?latestPerHost=true&limit=2",
        "/reports?latestPerHost=true&limit=2&afterId=2",
    ]


def test_reports_since_an_instant_are_asked_for_by_it(world: World) -> None:
    world.hvs.put(host(2, age=0 * MINUTE))
    since = NOON - MINUTE / 2
    found = read_reports(world.questions, page_size=5, deadline=NEVER, since=since)
    assert list(found.newest) == [host(2).host_id]


def test_the_newest_of_several_reports_of_a_host_counts() -> None:
    old, new = parse_report(host().in_json()), parse_report(host(age=0 * MINUTE).in_json())
    assert newest_of([new, old], repeated=False) == {host().host_id: new}
    assert newest_of([old, new], repeated=False) == {host().host_id: new}


def test_a_page_that_is_repeated_is_an_error_but_not_in_a_log_of_changes() -> None:
    report = parse_report(host().in_json())
    with pytest.raises(AnswerError, match="one report twice"):
        newest_of([report, report], repeated=False)
    assert newest_of([report, report], repeated=True) == {host().host_id: report}


def test_what_cannot_be_read_is_as_if_it_were_not_there(world: World) -> None:
    def spoilt(asked: Asked, answer: Answer) -> Answer:
        return replace(answer, body=answer.body.replace(b'"OVERALL": true', b'"OVERALL": 1', 2))

    world.hvs.written = spoilt
    found = read_reports(world.questions, page_size=5, deadline=NEVER)
    assert list(found.newest) == [host(3).host_id]
    assert found.remarks == (
        "a report cannot be read: trust_information.OVERALL: must be true or false, not a whole "
        "number (and 1 more)",
    )


def test_a_signed_report_is_asked_for_one_host_at_a_time(world: World) -> None:
    reply = read_signed(world.questions, host(2).hardware_uuid, deadline=NEVER)
    assert reply.body.startswith(b"<saml2:Assertion ")
    assert world.paths() == [f"/reports?latestPerHost=true&hostHardwareId={host(2).hardware_uuid}"]
