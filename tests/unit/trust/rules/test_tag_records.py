# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Which tags count: those of exactly one record that is right in everything."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.unit.trust.builders import NOON, REPORT
from trust.report import Identity, IdentityKind
from trust.rules.tag_records import records_change_at, tags_by_record
from trust.tag_record import ReadRecord, TagRecord
from trust.verdict import Finding, Outcome

SECOND = timedelta(seconds=1)
EK_HASH = "ab" * 32
BY_EK = replace(REPORT, identity=Identity(IdentityKind.EK_HASH, EK_HASH), asset_tags={})
RECORD = TagRecord(
    ek_hash=EK_HASH,
    tags={"region": "EU"},
    issued_at=NOON - 60 * SECOND,
    expires_at=NOON + 60 * SECOND,
    serial="0123456789abcdef",
    issuer="tag desk",
)
SECOND_RECORD = replace(RECORD, serial="fedcba9876543210")
WRONG_KEY = Finding(code="tag-record-wrong-key", outcome=Outcome.DENY, detail="of another key")
NOBODY_KNOWS = Finding(
    code="tag-revocations-unknown", outcome=Outcome.UNKNOWN, detail="nobody can tell"
)
WRONG_EK = replace(RECORD, ek_hash="cd" * 32)
REVOKED = replace(RECORD, revoked=True)
EXPIRED = replace(RECORD, expires_at=NOON)
EARLY = replace(RECORD, issued_at=NOON + 6 * SECOND)


def codes(*records: ReadRecord) -> tuple[str, ...]:
    counted = tags_by_record(BY_EK, records, now=NOON)
    assert counted.tags == {}
    return tuple(found.code for found in counted.findings)


def test_the_tags_of_the_one_record_count() -> None:
    counted = tags_by_record(BY_EK, [RECORD], now=NOON)
    assert counted.tags == {"region": "EU"}
    assert counted.findings == ()
    assert not counted.unknown


def test_without_a_record_there_are_no_tags_and_nothing_to_say() -> None:
    assert codes() == ()


@pytest.mark.parametrize(
    ("record", "code", "outcome"),
    [
        (WRONG_KEY, "tag-record-wrong-key", Outcome.DENY),
        (WRONG_EK, "tag-record-wrong-ek", Outcome.DENY),
        (REVOKED, "tag-record-revoked", Outcome.DENY),
        (EXPIRED, "tag-record-expired", Outcome.UNKNOWN),
        (EARLY, "tag-record-from-future", Outcome.UNKNOWN),
        (NOBODY_KNOWS, "tag-revocations-unknown", Outcome.UNKNOWN),
    ],
)
def test_a_record_that_is_wrong_in_one_thing_does_not_count(
    record: ReadRecord, code: str, outcome: Outcome
) -> None:
    assert codes(record) == (code,)
    counted = tags_by_record(BY_EK, [record], now=NOON)
    assert counted.findings[0].outcome is outcome
    assert counted.unknown is (outcome is Outcome.UNKNOWN)


@pytest.mark.parametrize("record", [WRONG_KEY, WRONG_EK, REVOKED, EXPIRED, EARLY, NOBODY_KNOWS])
def test_a_wrong_record_beside_the_right_one_takes_nothing_from_it(record: ReadRecord) -> None:
    assert tags_by_record(BY_EK, [record, RECORD], now=NOON).tags == {"region": "EU"}


def test_two_records_at_once_do_not_count_even_where_they_agree() -> None:
    counted = tags_by_record(BY_EK, [RECORD, SECOND_RECORD], now=NOON)
    assert counted.tags == {}
    (found,) = counted.findings
    assert found.code == "tag-records-ambiguous"
    assert found.outcome is Outcome.DENY
    assert f"({RECORD.serial}, {SECOND_RECORD.serial})" in found.detail


def test_what_may_count_and_cannot_be_evaluated_is_no_denial() -> None:
    assert codes(WRONG_KEY, EXPIRED) == ("tag-record-expired",)
    assert codes(WRONG_KEY, WRONG_EK) == ("tag-record-wrong-key", "tag-record-wrong-ek")
    assert codes(WRONG_KEY, WRONG_KEY) == ("tag-record-wrong-key",)


def test_a_record_of_another_machine_is_wrong_for_good_even_when_it_expired() -> None:
    assert codes(replace(WRONG_EK, expires_at=NOON)) == ("tag-record-wrong-ek",)
    assert codes(replace(REVOKED, expires_at=NOON)) == ("tag-record-revoked",)


def test_clocks_may_differ_by_five_seconds() -> None:
    early = replace(RECORD, issued_at=NOON + 5 * SECOND)
    assert tags_by_record(BY_EK, [early], now=NOON).tags == {"region": "EU"}


def test_tags_that_a_service_has_bound_itself_are_believed() -> None:
    by_service = replace(BY_EK, asset_tags={"region": "US"})
    assert tags_by_record(by_service, [RECORD], now=NOON).tags == {"region": "US"}


@pytest.mark.parametrize("kind", [IdentityKind.NODE_NAME, IdentityKind.HARDWARE_UUID])
def test_a_record_binds_nothing_to_a_report_by_another_identity(kind: IdentityKind) -> None:
    report = replace(BY_EK, identity=Identity(kind, EK_HASH))
    assert tags_by_record(report, [RECORD], now=NOON).tags == {}


def test_answers_change_when_a_record_begins_and_when_it_ends() -> None:
    assert list(records_change_at([WRONG_KEY, RECORD])) == [
        RECORD.issued_at - 5 * SECOND,
        RECORD.expires_at,
    ]
