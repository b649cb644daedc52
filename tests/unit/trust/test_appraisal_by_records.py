# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Nodes whose verification service knows no asset tags: tag records bind them, or nothing does."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.unit.trust.builders import NODE, NOON, REPORT, snapshot
from tests.unit.trust.test_appraisal import EU, TRUST
from trust.appraisal import appraise, judge_node
from trust.report import Identity, IdentityKind, Node
from trust.sources import Sources
from trust.tag_record import ReadRecord, TagRecord
from trust.verdict import Outcome, Verdict

EK = Identity(IdentityKind.EK_HASH, "ab" * 32)
BY_EK = Sources.of(
    [
        replace(
            snapshot(replace(REPORT, identity=EK, asset_tags={})),
            source="keylime",
            kind=IdentityKind.EK_HASH,
        )
    ]
)
RECORD = TagRecord(
    ek_hash=EK.value,
    tags={"region": "EU"},
    issued_at=NOON - timedelta(days=1),
    expires_at=NOON + timedelta(seconds=20),
    serial="0123456789abcdef",
    issuer="tag desk",
)


def identified_by_ek(*records: ReadRecord) -> Node:
    """Return the node with its EK, and these records."""
    return replace(NODE, identities=(EK,), tag_records=records)


def test_a_pod_that_needs_a_tag_finds_the_node_whose_record_has_it() -> None:
    assert judge_node(EU, identified_by_ek(RECORD), BY_EK, now=NOON) == Verdict()


@pytest.mark.parametrize(
    ("records", "outcome", "codes"),
    [
        ((), Outcome.DENY, ("asset-tags-differ",)),
        (
            (replace(RECORD, tags={"region": "US"}),),
            Outcome.DENY,
            ("asset-tags-differ",),
        ),
        (
            (replace(RECORD, revoked=True),),
            Outcome.DENY,
            ("asset-tags-differ", "tag-record-revoked"),
        ),
        (
            (RECORD, replace(RECORD, serial="f" * 16)),
            Outcome.DENY,
            ("asset-tags-differ", "tag-records-ambiguous"),
        ),
        ((replace(RECORD, expires_at=NOON),), Outcome.UNKNOWN, ("tag-record-expired",)),
    ],
)
def test_a_pod_that_needs_a_tag_does_not_run_where_no_record_counts(
    records: tuple[ReadRecord, ...], outcome: Outcome, codes: tuple[str, ...]
) -> None:
    node = identified_by_ek(*records)
    verdict = judge_node(EU, node, BY_EK, now=NOON)
    assert verdict.outcome is outcome
    assert verdict.codes == codes
    assert judge_node(TRUST, node, BY_EK, now=NOON) == Verdict()


def test_an_answer_holds_until_a_record_that_it_rests_on_ends() -> None:
    nodes = [identified_by_ek(RECORD)]
    assert appraise(EU, nodes, BY_EK, now=NOON).valid_until == RECORD.expires_at
    assert appraise(TRUST, nodes, BY_EK, now=NOON).valid_until > RECORD.expires_at
