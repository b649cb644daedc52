# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What each source says of each node, line by line."""

from dataclasses import replace

from tests.unit.trust.builders import NODE, NOON, REPORT, snapshot, sources
from tests.unit.trust.test_appraisal_by_records import BY_EK, EK, RECORD, identified_by_ek
from trust.node_standing import NodeStanding, standings
from trust.report import Node
from trust.sources import Sources
from trust.verdict import Outcome

BOTH = Sources.of([snapshot(REPORT), *BY_EK.snapshots])


def rows(*nodes: Node, among: Sources = BOTH) -> list[NodeStanding]:
    return list(standings(nodes, among, now=NOON))


def test_there_is_a_line_for_each_source_that_has_a_say() -> None:
    found = rows(identified_by_ek(RECORD))
    assert [(row.source, row.vouched, row.tags) for row in found] == [
        ("keylime", True, {"region": "EU"}),
        ("lab", True, {"region": "EU"}),
    ]
    assert found[0].attested_at == REPORT.attested_at
    assert found[0].expires_at == REPORT.expires_at


def test_a_source_that_fails_leaves_the_line_of_another_one_as_it_is() -> None:
    bad = replace(REPORT, trusted=False, asset_tags={}, failures=("PCR 7",))
    keylime, lab = rows(
        identified_by_ek(RECORD), among=Sources.of([*BY_EK.snapshots, snapshot(bad)])
    )
    assert keylime.vouched
    assert lab.verdict.outcome is Outcome.DENY
    assert lab.tags == {}
    assert lab.attested_at == REPORT.attested_at


def test_a_node_of_which_no_source_can_know_has_a_line_too() -> None:
    (row,) = rows(NODE, among=BY_EK)
    assert (row.source, row.vouched) == ("", False)
    assert row.verdict.codes == ("no-identity",)
    (row,) = rows(NODE, among=Sources())
    assert row.verdict.outcome is Outcome.UNKNOWN


def test_why_no_record_counts_is_told_of_a_node_that_is_vouched_for() -> None:
    (row,) = rows(identified_by_ek(replace(RECORD, revoked=True)), among=BY_EK)
    assert row.vouched
    assert row.tags == {}
    assert [found.code for found in row.untagged] == ["tag-record-revoked"]


def test_a_doubt_is_no_evidence_and_a_node_without_a_report_has_no_instant() -> None:
    doubted = replace(REPORT, trusted=False, doubt="not reachable", asset_tags={})
    (row,) = rows(NODE, among=sources(doubted))
    assert row.attested_at is None
    assert row.verdict.outcome is Outcome.UNKNOWN
    (row,) = rows(NODE, among=sources())
    assert (row.attested_at, row.expires_at) == (None, None)


def test_lines_are_in_the_order_of_names() -> None:
    names = [row.node for row in rows(replace(NODE, name="m2"), NODE, among=sources())]
    assert names == ["m1", "m2"]


def test_an_identity_that_two_claim_is_no_identity() -> None:
    (row, _) = rows(replace(identified_by_ek(), identities=(EK,), claimed_by=("m2",)))
    assert row.verdict.codes == ("identity-claimed-twice",)
