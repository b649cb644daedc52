# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Many nodes judged alike: with an index and without it, and until when each Verdict holds."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests.unit.trust.builders import NODE, NOON, REPORT, identity, snapshot
from trust.need import Need
from trust.node_judge import FOREVER, NodeJudge
from trust.report import Report, Suspicion
from trust.sources import Sources
from trust.verdict import Finding, Outcome

TRUST = Need(trust_required=True, max_report_age=timedelta(minutes=5))
EU = replace(TRUST, asset_tags={"region": frozenset({"EU"})})
DEFECT = Need(defects=(Finding(code="c", outcome=Outcome.UNKNOWN, detail="unreadable"),))
BAD = replace(REPORT, identity=identity("m2"), trusted=False, asset_tags={}, failures=("PCR 7",))
EARLY = replace(REPORT, attested_at=NOON + timedelta(seconds=9))
SUSPECT = Suspicion(source="lab", since=NOON, why="it said so")
NODES = (
    NODE,
    replace(NODE, name="m2"),
    replace(NODE, name="m3"),
    replace(NODE, claimed_by=("m9",)),
    replace(NODE, suspicions=(SUSPECT,)),
    replace(NODE, created_at=NOON),
)


@pytest.mark.parametrize(
    "need", [TRUST, EU, DEFECT, Need(), replace(TRUST, sources=frozenset({"x"}))]
)
@pytest.mark.parametrize("seconds", [0, 29, 30, 3600])
def test_with_an_index_and_without_it_nodes_are_judged_the_same(need: Need, seconds: int) -> None:
    now = NOON + timedelta(seconds=seconds)
    sources = Sources.of([snapshot(REPORT, BAD)])
    one_by_one = NodeJudge(need, sources, now=now)
    many = NodeJudge(need, sources, now=now, many=True)
    for node in NODES:
        assert many.judge_until(node) == one_by_one.judge_until(node)
        assert many.judge(node) == one_by_one.judge(node)


@pytest.mark.parametrize(
    ("need", "report", "until"),
    [
        (TRUST, REPORT, REPORT.attested_at + timedelta(minutes=5)),
        (replace(TRUST, max_report_age=None), REPORT, REPORT.expires_at),
        (
            TRUST,
            replace(REPORT, attested_at=NOON + timedelta(seconds=9)),
            NOON + timedelta(seconds=4),
        ),
        (TRUST, BAD, FOREVER),
        (DEFECT, REPORT, FOREVER),
        (Need(), REPORT, FOREVER),
    ],
    ids=range(6),
)
def test_a_verdict_holds_until_its_report_may_be_judged_otherwise(
    need: Need, report: Report, until: datetime
) -> None:
    judge = NodeJudge(need, Sources.of([snapshot(report)]), now=NOON)
    assert judge.judge_until(NODE)[1] == until


def test_a_source_that_answered_in_the_future_counts_once_it_has_come() -> None:
    early = replace(snapshot(fetched_at=NOON + timedelta(seconds=8)))
    judge = NodeJudge(TRUST, Sources.of([early]), now=NOON)
    assert judge.sources_change() == NOON + timedelta(seconds=3)


def test_a_source_falls_silent_for_all_nodes_at_once() -> None:
    never = replace(snapshot(fetched_at=None), source="never")
    later = replace(snapshot(), source="later", max_staleness=timedelta(minutes=9))
    assert NodeJudge(TRUST, Sources.of([never]), now=NOON).sources_change() == FOREVER
    judge = NodeJudge(TRUST, Sources.of([snapshot(), never, later]), now=NOON)
    assert judge.sources_change() == NOON + timedelta(seconds=30)
    judge = NodeJudge(TRUST, Sources.of([snapshot(), later]), now=NOON + timedelta(seconds=30))
    assert judge.sources_change() == NOON + timedelta(minutes=9)
