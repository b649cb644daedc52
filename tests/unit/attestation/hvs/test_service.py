# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""HVS as a verification service: polls and live questions, and what a lying one gets."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from attestation.hvs.settings import Reports
from tests.unit.attestation.hvs.builders import (
    MINUTE,
    NOON,
    World,
    host,
    report_of,
)
from trust.report import IdentityKind

BOTH = pytest.mark.parametrize("reports", list(Reports))
TAGGED = replace(host(1), tags={"Country": "US"})


@BOTH
def test_a_poll_gives_a_report_of_each_host(tmp_path: Path, reports: Reports) -> None:
    world = World(tmp_path, reports)
    world.hvs.put(
        TAGGED, replace(host(2), failed=frozenset({"OS"})), replace(host(3), report=False)
    )
    answer = world.fetch()
    assert (answer.complete, answer.answered_at, answer.remarks) == (True, NOON, ())
    assert len(answer.reports) == 2
    good, bad = report_of(answer, 1), report_of(answer, 2)
    assert good is not None
    assert good.trusted
    assert good.asset_tags == {"Country": "US"}
    assert bad is not None
    assert bad.failures == ("OS: PcrValueMismatch",)


def test_its_name_and_kind_are_those_of_the_settings_and_of_hvs(tmp_path: Path) -> None:
    service = World(tmp_path).service
    assert (service.name, service.kind) == ("hvs-eu", IdentityKind.HARDWARE_UUID)


def test_hvs_is_asked_for_no_more_than_is_needed(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.hvs.put(TAGGED, replace(host(2), failed=frozenset({"OS"})))
    world.fetch()
    assert world.paths() == [
        "/hosts?getHostStatus=true",
        "/reports?latestPerHost=true&limit=500",
        f"/reports?latestPerHost=true&hostHardwareId={TAGGED.hardware_uuid}",
    ]
    world.clock.pass_(MINUTE)
    world.fetch()
    assert [path.partition("&")[0] for path in world.paths()] == [
        "/hosts?getHostStatus=true",
        "/reports?latestPerHost=true",
    ]


def test_signed_reports_of_many_hosts_come_over_several_polls(tmp_path: Path) -> None:
    world = World(tmp_path, signed_per_poll=2)
    world.hvs.put(*[host(number) for number in range(1, 6)])
    told = []
    for _ in range(4):
        answer = world.fetch()
        told.append((sum(report.trusted for report in answer.reports), answer.more))
        world.clock.pass_(MINUTE / 60)
    assert told == [(2, True), (4, True), (5, False), (5, False)]
    world.hvs.put(*[host(number) for number in range(6, 10)])
    assert not world.fetch().more


def test_a_host_whose_signed_report_is_not_there_yet_is_in_doubt(tmp_path: Path) -> None:
    world = World(tmp_path, signed_per_poll=1)
    world.hvs.put(host(1), host(2))
    report = world.report(2)
    assert report is not None
    assert not report.trusted
    assert report.doubt == "its signed report has not been fetched yet"


@BOTH
def test_trust_is_lost_with_the_next_poll(tmp_path: Path, reports: Reports) -> None:
    world = World(tmp_path, reports)
    world.hvs.put(TAGGED)
    world.fetch()
    world.clock.pass_(MINUTE / 12)
    world.hvs.put(replace(TAGGED, attested_at=world.clock.now(), failed=frozenset({"OS"})))
    report = world.report()
    assert report is not None
    assert report.failures
    assert not report.trusted


@BOTH
def test_a_lost_contact_is_seen_with_the_next_poll(tmp_path: Path, reports: Reports) -> None:
    world = World(tmp_path, reports)
    world.hvs.put(TAGGED)
    world.fetch()
    world.clock.pass_(MINUTE / 12)
    world.hvs.put(replace(TAGGED, state="CONNECTION_FAILURE"))
    report = world.report()
    assert report is not None
    assert report.doubt == "HVS says of the host: CONNECTION_FAILURE"
    assert report.asset_tags == {}


@BOTH
def test_a_host_that_is_gone_has_no_report_any_more(tmp_path: Path, reports: Reports) -> None:
    world = World(tmp_path, reports)
    world.hvs.put(host(1), host(2))
    world.fetch()
    world.clock.pass_(MINUTE / 12)
    world.hvs.remove(host(1))
    answer = world.fetch()
    assert report_of(answer, 1) is None
    assert report_of(answer, 2) is not None


@BOTH
def test_a_list_that_shrinks_to_nothing_is_an_answer(tmp_path: Path, reports: Reports) -> None:
    world = World(tmp_path, reports)
    world.hvs.put(host(1))
    world.fetch()
    world.clock.pass_(MINUTE / 12)
    world.hvs.clear()
    answer = world.fetch()
    assert (answer.reports, answer.complete) == ((), True)


@BOTH
def test_an_expired_report_says_so_and_is_for_the_rules_to_judge(
    tmp_path: Path, reports: Reports
) -> None:
    world = World(tmp_path, reports)
    world.hvs.put(host(1, age=timedelta(days=2)))
    report = world.report()
    assert report is not None
    assert report.expires_at < NOON


def test_closing_lets_go_of_connections(tmp_path: Path) -> None:
    closed: list[bool] = []
    world = World(tmp_path, close=lambda: closed.append(True))
    world.service.close()
    assert closed == [True]
