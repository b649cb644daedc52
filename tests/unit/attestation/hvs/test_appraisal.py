# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What becomes of what HVS says: trust can only be taken away on the way."""

from dataclasses import replace

import pytest

from attestation.hvs.appraisal import Unsigned, appraise
from attestation.hvs.host_document import Host, parse_host
from attestation.hvs.report_document import HostReport, parse_report
from attestation.hvs.saml import Verified, verify
from attestation.hvs.signers import parse_signers
from tests.simulators.hvs.host import SimulatedHost
from tests.unit.attestation.hvs.builders import MINUTE, NOON, chain, host
from trust.report import Report

TAGGED = replace(host(), tags={"Country": "US"})
FAILED = replace(TAGGED, failed=frozenset({"ASSET_TAG"}))


def listed(of: SimulatedHost = TAGGED) -> HostReport:
    return parse_report(of.in_json())


def entry(of: SimulatedHost = TAGGED) -> Host:
    return parse_host(of.entry())


def proof(of: SimulatedHost = TAGGED) -> Verified:
    return verify(of.in_saml(chain()).encode(), parse_signers(chain().pem), now=NOON)


def in_json(report: HostReport, at: Host | None = None) -> Report:
    return appraise(report, at or entry(), None)


def test_a_report_in_json_is_enough_where_nobody_asks_for_more() -> None:
    made = in_json(listed())
    assert made.trusted
    assert made.asset_tags == {"Country": "US"}
    assert made.identity.value == TAGGED.hardware_uuid
    assert (made.attested_at, made.expires_at) == (listed().created_at, listed().expires_at)


def test_a_signed_report_makes_trust_with_its_own_tags_and_instants() -> None:
    made = appraise(listed(), entry(), proof())
    assert made.trusted
    assert made.asset_tags == {"Country": "US"}
    assert made.attested_at == proof().assertion.issued_at


def test_json_alone_never_makes_trust_where_signed_reports_are_asked_for() -> None:
    made = appraise(listed(), entry(), Unsigned(why="not fetched yet"))
    assert not made.trusted
    assert made.doubt == "not fetched yet"
    assert made.asset_tags == {}


def test_json_takes_trust_away_whatever_was_signed() -> None:
    made = appraise(listed(FAILED), entry(), proof())
    assert not made.trusted
    assert not made.doubt
    assert made.failures == ("ASSET_TAG: AssetTagMismatch",)


def test_a_signed_report_takes_trust_away_whatever_json_says() -> None:
    made = appraise(listed(), entry(), proof(FAILED))
    assert made.failures == ("ASSET_TAG is false",)
    assert not made.trusted


@pytest.mark.parametrize("signed", [None, proof(FAILED)])
def test_tags_of_a_failed_tag_check_do_not_count(signed: Verified | None) -> None:
    of = FAILED if signed is None else TAGGED
    assert appraise(listed(of), entry(), signed).asset_tags == {}
    assert listed(FAILED).tags == {}


def test_tags_without_a_tag_check_do_not_count() -> None:
    report = replace(listed(), parts={"OS": True})
    assert in_json(report).asset_tags == {}
    unchecked = replace(
        proof(), assertion=replace(proof().assertion, parts={"OS": "true", "ASSET_TAG": "NA"})
    )
    assert appraise(listed(), entry(), unchecked).asset_tags == {}


def test_tags_that_fit_into_no_label_do_not_count() -> None:
    tags = {"Country": "US", "Owner of it": "x", "Company": "Santa Claus Workshop", "": "x"}
    assert in_json(listed(replace(TAGGED, tags=tags))).asset_tags == {"Country": "US"}
    made = appraise(listed(), entry(), proof(replace(TAGGED, tags=tags)))
    assert made.asset_tags == {"Country": "US"}


def test_an_older_signed_report_holds_until_the_newer_one_is_verified() -> None:
    newer = replace(TAGGED, attested_at=NOON)
    made = appraise(listed(newer), entry(), proof())
    assert made.trusted
    assert made.attested_at == TAGGED.attested_at


def test_an_older_signed_report_does_not_outlast_the_newer_one() -> None:
    newer = replace(TAGGED, attested_at=NOON, lasts=MINUTE)
    assert appraise(listed(newer), entry(), proof()).expires_at == NOON + MINUTE


def test_an_older_signed_report_does_not_hold_against_other_tags() -> None:
    newer = replace(TAGGED, attested_at=NOON, tags={"Country": "DE"})
    made = appraise(listed(newer), entry(), proof())
    assert made.doubt == "its newer report has other asset tags and is not verified yet"
    assert not made.trusted


def test_tags_of_the_signed_report_count_where_json_differs_in_the_same_instant() -> None:
    made = appraise(listed(replace(TAGGED, tags={"Country": "DE"})), entry(), proof())
    assert made.asset_tags == {"Country": "US"}


def test_the_last_of_many_faults_says_how_many_more_there_are() -> None:
    document = FAILED.in_json()
    trust = document["trust_information"]
    assert isinstance(trust, dict)
    (part, *_) = trust["flavors_trust"].values()
    faults = [{"fault_name": f"fault.{number:03}"} for number in range(40)]
    part["rules"] = [{"rule": {"rule_name": "x"}, "trusted": False, "faults": faults}]
    part["trust"] = False
    assert in_json(parse_report(document)).failures[-1].endswith(" more")
