# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Nodes judged against a Need."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from tests.unit.trust.builders import NODE, NOON, REPORT, identity, snapshot, sources
from trust.appraisal import appraise, judge_node, reason_of, unknown_node
from trust.need import Need
from trust.node_judge import FOREVER
from trust.report import IdentityKind, Report
from trust.sources import Sources
from trust.verdict import Finding, Outcome, Verdict

TRUST = Need(trust_required=True, max_report_age=timedelta(minutes=5))
EU = replace(TRUST, asset_tags={"region": frozenset({"EU"})})
US = replace(TRUST, asset_tags={"region": frozenset({"US"})})
UNTRUSTED = replace(REPORT, trusted=False, asset_tags={})


@pytest.mark.parametrize(
    ("need", "source", "outcome", "codes"),
    [
        (Need(), sources(fetched_at=None), Outcome.ALLOW, ()),
        (TRUST, sources(REPORT), Outcome.ALLOW, ()),
        (EU, sources(REPORT), Outcome.ALLOW, ()),
        (US, sources(REPORT), Outcome.DENY, ("asset-tags-differ",)),
        (TRUST, sources(), Outcome.UNKNOWN, ("never-attested",)),
        (TRUST, sources(REPORT, fetched_at=None), Outcome.UNKNOWN, ("source-silent",)),
        (EU, sources(UNTRUSTED), Outcome.DENY, ("untrusted",)),
        (TRUST, sources(replace(REPORT, node_uid="u-0")), Outcome.UNKNOWN, ("node-replaced",)),
        (
            TRUST,
            sources(replace(UNTRUSTED, expires_at=NOON)),
            Outcome.DENY,
            ("untrusted", "report-expired"),
        ),
    ],
)
def test_a_node_is_judged(
    need: Need, source: Sources, outcome: Outcome, codes: tuple[str, ...]
) -> None:
    verdict = judge_node(need, NODE, source, now=NOON)
    assert verdict.outcome is outcome
    assert verdict.codes == codes


def test_a_name_is_an_identity_only_where_the_operator_says_so() -> None:
    strict = Sources.of([replace(snapshot(REPORT), kind=IdentityKind.EK_HASH)])
    assert judge_node(TRUST, NODE, strict, now=NOON).codes == ("no-identity",)


def test_all_nodes_are_split_with_a_reason_each() -> None:
    bad = replace(UNTRUSTED, identity=identity("m2"), failures=("PCR 7",))
    nodes = [NODE, replace(NODE, name="m2"), replace(NODE, name="m3")]
    appraisal = appraise(TRUST, nodes, sources(REPORT, bad), now=NOON)
    assert appraisal.accepted == {"m1"}
    assert {name: refusal.codes for name, refusal in appraisal.refused.items()} == {
        "m2": ("untrusted",),
        "m3": ("never-attested",),
    }
    assert appraisal.refused["m2"].reason == "untrusted: PCR 7"


def test_an_appraisal_holds_as_long_as_the_shortest_of_its_verdicts() -> None:
    short = replace(
        UNTRUSTED, identity=identity("m2"), expires_at=NOON + timedelta(seconds=7), failures=("x",)
    )
    nodes = [NODE, replace(NODE, name="m2"), replace(NODE, name="m3")]
    appraisal = appraise(TRUST, nodes, sources(REPORT, short), now=NOON)
    assert appraisal.valid_until == NOON + timedelta(seconds=7)


@pytest.mark.parametrize(
    ("reports", "seconds"),
    [
        ((), 30),
        ((replace(REPORT, expires_at=NOON + timedelta(seconds=7)),), 7),
        ((replace(REPORT, attested_at=NOON + timedelta(seconds=9)),), 4),
    ],
)
def test_an_appraisal_holds_until_something_may_change(
    reports: tuple[Report, ...], seconds: int
) -> None:
    appraisal = appraise(TRUST, [NODE], sources(*reports), now=NOON)
    assert appraisal.valid_until == NOON + timedelta(seconds=seconds)


def test_what_never_changes_holds_for_ever() -> None:
    assert appraise(TRUST, [], sources(fetched_at=None), now=NOON).valid_until == FOREVER


def test_a_reason_has_no_node_name_and_is_bounded() -> None:
    assert "m1" not in reason_of(judge_node(US, NODE, sources(REPORT), now=NOON))
    assert unknown_node().outcome is Outcome.UNKNOWN
    long = Finding(code="c", outcome=Outcome.DENY, detail="x" * 1000)
    assert len(reason_of(Verdict.of([long]))) == 300


@pytest.mark.parametrize("year", [1, 9999])
@pytest.mark.parametrize("hours", [-12, 0, 12])
@pytest.mark.parametrize("trusted", [True, False])
def test_a_report_of_the_ends_of_time_harms_nobody_else(
    year: int, hours: int, trusted: bool
) -> None:
    zone = timezone(timedelta(hours=hours))
    instant = (
        datetime(year, 1, 1, tzinfo=zone) if year == 1 else datetime(year, 12, 31, tzinfo=zone)
    )
    odd = replace(
        REPORT, identity=identity("m2"), trusted=trusted, attested_at=instant, expires_at=instant
    )
    nodes = [NODE, replace(NODE, name="m2")]
    appraisal = appraise(TRUST, nodes, sources(REPORT, odd), now=NOON)
    assert appraisal.accepted == {"m1"}
    assert appraisal.valid_until > NOON
