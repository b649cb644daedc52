# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What came up against a node since it was attested."""

from dataclasses import replace
from datetime import timedelta

from tests.unit.trust.builders import NODE, NOON, REPORT, snapshot
from trust.report import Suspicion
from trust.rules.suspected import cleared, suspected
from trust.verdict import Outcome

SECOND = timedelta(seconds=1)
HINT = Suspicion(source="lab", since=NOON, why="PCR 7")
HELD = replace(snapshot(REPORT), suspicions={REPORT.identity: HINT})


def test_a_hint_is_unknown_until_the_node_is_attested_later() -> None:
    assert suspected(NODE, REPORT, snapshot(REPORT)) is None
    found = suspected(NODE, REPORT, HELD)
    assert found is not None
    assert (found.code, found.outcome) == ("suspected", Outcome.UNKNOWN)
    assert "PCR 7" in found.detail
    assert suspected(NODE, replace(REPORT, attested_at=NOON), HELD) is not None
    assert suspected(NODE, replace(REPORT, attested_at=NOON + SECOND), HELD) is None


def test_what_any_later_answer_clears_holds_whatever_the_evidence_until_one_came() -> None:
    late = replace(HINT, evidence=False)
    held = replace(HELD, suspicions={REPORT.identity: late})
    assert suspected(NODE, replace(REPORT, attested_at=NOON + SECOND), held) is not None


def test_the_hint_of_the_hub_counts_for_its_source_alone() -> None:
    assert suspected(replace(NODE, suspicions=(HINT,)), REPORT, snapshot(REPORT)) is not None
    other = replace(NODE, suspicions=(replace(HINT, source="hvs"),))
    assert suspected(other, REPORT, snapshot(REPORT)) is None


def test_what_vouches_for_nothing_clears_no_hint() -> None:
    doubt = replace(REPORT, trusted=False, doubt="not reachable", attested_at=NOON + SECOND)
    assert not cleared(HINT, doubt)
    assert not cleared(HINT, replace(doubt, doubt="", failures=("PCR 7",)))
