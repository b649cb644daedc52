# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What becomes of what HVS says of contact, and of answers that contradict themselves."""

from dataclasses import replace
from datetime import timedelta

import pytest

from attestation.hvs.appraisal import appraise, said_in_saml
from attestation.hvs.saml import Verified
from tests.unit.attestation.hvs.builders import MINUTE, NOON, chain, host
from tests.unit.attestation.hvs.test_appraisal import FAILED, TAGGED, entry, in_json, listed, proof


@pytest.mark.parametrize("state", ["CONNECTION_FAILURE", "UNKNOWN", "QUEUE", "EC_NOT_PRESENT"])
@pytest.mark.parametrize("signed", [None, proof()])
def test_a_host_without_contact_is_in_doubt(state: str, signed: Verified | None) -> None:
    made = appraise(listed(), entry(replace(TAGGED, state=state)), signed)
    assert made.doubt == f"HVS says of the host: {state}"
    assert not made.trusted


def test_a_host_without_a_state_is_in_doubt() -> None:
    assert "no state that is known" in in_json(listed(), entry(replace(TAGGED, state=""))).doubt


def test_a_host_that_is_not_listed_is_in_doubt() -> None:
    assert appraise(listed(), None, proof()).doubt == "HVS has no host of this identity"


def test_a_host_listed_under_another_uuid_is_in_doubt() -> None:
    made = in_json(listed(), replace(entry(), hardware_uuid=host(2).hardware_uuid))
    assert "another hardware UUID" in made.doubt


def test_untrusted_stays_untrusted_without_contact() -> None:
    made = in_json(listed(FAILED), entry(replace(TAGGED, state="CONNECTION_FAILURE")))
    assert made.failures
    assert not made.doubt


def test_an_overall_answer_that_a_part_contradicts_is_no_trust() -> None:
    report = replace(listed(), parts={"OS": False, "PLATFORM": True}, faults=())
    assert in_json(report).failures == ("OVERALL is true although OS is false",)
    parts = {"OS": "false", "PLATFORM": "true"}
    signed = replace(proof(), assertion=replace(proof().assertion, parts=parts))
    assert said_in_saml(signed).failures == ("OVERALL is true although OS is false",)


def test_nothing_checked_is_not_success() -> None:
    report = replace(listed(), parts={})
    assert in_json(report).failures == ("OVERALL is true although no part was checked",)
    signed = replace(proof(), assertion=replace(proof().assertion, parts={"OS": "NA"}))
    assert said_in_saml(signed).failures == ("OVERALL is true although no part was checked",)


def test_untrusted_without_a_reason_is_untrusted() -> None:
    assert in_json(replace(listed(), overall=False)).failures == ("OVERALL is false",)
    signed = replace(proof(), assertion=replace(proof().assertion, overall=False))
    assert said_in_saml(signed).failures == ("OVERALL is false",)


def test_a_signed_report_proves_nothing_longer_than_its_signer() -> None:
    lasting = proof(replace(TAGGED, lasts=timedelta(days=3000)))
    assert said_in_saml(lasting).expires_at == chain().leaf.not_valid_after_utc


def test_reasons_are_bounded_and_fit_for_people() -> None:
    report = replace(listed(), overall=False, faults=tuple("x\x1b[2J" * 99 for _ in range(99)))
    failures = in_json(report).failures
    assert len(failures) == 17
    assert all(text.isprintable() and len(text) <= 200 for text in failures)


def test_an_old_report_says_when_it_was_made() -> None:
    old = listed(host(age=90 * MINUTE))
    assert in_json(old).attested_at == NOON - 90 * MINUTE
