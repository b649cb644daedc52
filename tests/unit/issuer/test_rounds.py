# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Whole rotations with real certificates: killed anywhere, led by nobody, with a wrong clock."""

from datetime import timedelta

import pytest

from tests.unit.issuer.issuing import Issuing, steady
from tests.unit.issuer.simulated import (
    AUTHORITY,
    CONFIGURATION,
    DAY,
    DEPLOYMENT,
    ENDS,
    HOUR,
)

EXPIRY = "bondstone_certificate_expiry_timestamp_seconds"
PHASE = "bondstone_authority_rotation_phase"
ROTATIONS = "bondstone_certificate_rotations_total"


def reasons(issuing: Issuing) -> list[str]:
    return [reason for reason, _ in issuing.events]


def test_a_first_start_issues_everything_and_says_so() -> None:
    issuing = Issuing()
    issuing.work()
    assert len(issuing.bundles()) == 1
    assert {issuing.issuer_of(end) for end in ENDS} == {issuing.signing()}
    assert sorted(issuing.content(AUTHORITY)) == ["tls.crt", "tls.key"]
    assert reasons(issuing).count("CertificateIssued") == len(ENDS)
    ends = (issuing.now + 60 * DAY).timestamp()
    assert issuing.metric(EXPIRY, certificate="webhook") == ends
    assert issuing.metric(EXPIRY, certificate="authority") == ends + (300 * DAY).total_seconds()
    assert issuing.metric(PHASE, phase="steady") == 1
    assert issuing.metric(ROTATIONS, certificate="webhook") == 1


def test_an_entry_of_a_configuration_keeps_all_but_its_bundle() -> None:
    entries = steady().store.objects[CONFIGURATION]["webhooks"]
    assert [entry["name"] for entry in entries] == ["a", "b"]
    assert all(entry["failurePolicy"] == "Fail" for entry in entries)
    assert all(entry["clientConfig"]["url"] == "https://w" for entry in entries)


def test_nothing_is_written_while_nothing_is_due() -> None:
    issuing = steady()
    issuing.store.writes.clear()
    for _ in range(10):
        issuing.wait(DAY)
        issuing.work()
    assert issuing.store.writes == []


@pytest.mark.parametrize("restarts", [False, True])
def test_an_authority_is_exchanged_with_both_trusted_in_between(restarts: bool) -> None:
    issuing = steady()
    old = issuing.signing()
    issuing.until_due()
    bundles: set[int] = set()
    signing: set[str] = set()
    for _ in range(8):
        for _ in range(20):
            if restarts:
                issuing.restart()
            issuing.rounds.round()
            issuing.roll_out()
            bundles |= {len(each) for each in issuing.bundles()}
            if len(bundles) == 1:
                signing |= {issuing.issuer_of(end) for end in ENDS}
        issuing.wait(HOUR)
        # This process has lived long enough to have seen that nothing changes.
        issuing.rounds.round()
    assert signing == {old}
    assert issuing.signing() != old
    assert bundles == {1, 2}
    assert {issuing.issuer_of(end) for end in ENDS} == {issuing.signing()}
    assert sorted(issuing.content(AUTHORITY)) == ["tls.crt", "tls.key"]


def test_the_scheduler_is_rolled_out_with_both_authorities_before_the_new_one_signs() -> None:
    issuing = steady()
    issuing.until_due()
    issuing.store.objects[DEPLOYMENT]["metadata"]["generation"] = 2  # and nobody rolls it out
    for _ in range(40):
        issuing.rounds.round()
    issuing.wait(100 * HOUR)
    for _ in range(5):
        issuing.rounds.round()
    assert len(issuing.content(AUTHORITY)) == 4
    assert {len(each) for each in issuing.bundles()} == {2}
    deployment = issuing.store.objects[DEPLOYMENT]
    assert deployment["spec"]["template"]["metadata"]["annotations"]["bondstone.dev/authorities"]


def test_without_the_lease_it_looks_and_writes_nothing() -> None:
    issuing = Issuing()
    issuing.lease.held = False
    assert issuing.work() == 0
    assert issuing.store.writes == []
    issuing.rounds.rest()
    assert issuing.metric("bondstone_issuer_leading") == 0
    assert issuing.metric(EXPIRY, certificate="webhook") is None


@pytest.mark.parametrize("ahead", [timedelta(seconds=62), -DAY, 400 * DAY])
def test_with_a_clock_that_is_not_the_api_servers_nothing_is_issued(ahead: timedelta) -> None:
    issuing = steady()
    issuing.store.writes.clear()
    issuing.ahead = ahead
    assert issuing.work() == 0
    assert issuing.store.writes == []
    assert "our clock is" in (issuing.rounds.problem or "")
    issuing.ahead = timedelta()
    issuing.work()
    assert issuing.rounds.problem is None
