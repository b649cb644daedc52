# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What is remembered is what was made of the same things, and nothing longer."""

from dataclasses import replace

from attestation.hvs.host_document import parse_host
from attestation.hvs.remembered import Appraisals, Pages
from attestation.hvs.report_document import parse_report
from tests.unit.attestation.hvs.builders import host

REPORT = parse_report(host().in_json())
HOST = parse_host(host().entry())


def test_a_page_that_comes_again_is_not_parsed_again() -> None:
    pages: Pages[list[int]] = Pages()
    first = pages.of("1", b"body", lambda: [1])
    pages.end()
    assert pages.of("1", b"body", lambda: [2]) is first
    pages.end()
    assert pages.of("1", b"other", lambda: [3]) == [3]
    assert pages.of("2", b"body", lambda: [4]) == [4]


def test_a_page_that_did_not_come_is_forgotten() -> None:
    pages: Pages[int] = Pages()
    pages.of("1", b"body", lambda: 1)
    pages.end()
    pages.end()
    assert pages.of("1", b"body", lambda: 2) == 2


def test_a_list_that_broke_off_leaves_no_page() -> None:
    pages: Pages[int] = Pages()
    pages.of("broke off", b"body", lambda: 1)
    pages.begin()
    pages.end()
    assert pages.of("broke off", b"body", lambda: 2) == 2


def test_the_same_things_make_the_same_report() -> None:
    appraisals = Appraisals()
    made = appraisals.of(REPORT, HOST, None)
    assert appraisals.of(REPORT, replace(HOST), None) is made


def test_anything_else_makes_another_one() -> None:
    appraisals = Appraisals()
    appraisals.of(REPORT, HOST, None)
    assert appraisals.of(REPORT, replace(HOST, state="UNKNOWN"), None).doubt
    assert appraisals.of(replace(REPORT, overall=False), HOST, None).failures


def test_hosts_that_are_gone_are_forgotten() -> None:
    appraisals = Appraisals()
    made = appraisals.of(REPORT, HOST, None)
    appraisals.forget_all_but({REPORT.host_id})
    assert appraisals.of(REPORT, HOST, None) is made
    appraisals.forget_all_but(set())
    assert appraisals.of(REPORT, HOST, None) is not made
