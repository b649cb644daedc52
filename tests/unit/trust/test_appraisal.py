# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Nodes judged against a Need."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from tests.unit.trust.builders import NODE, NOON, REPORT, identity, snapshot
from trust.appraisal import FOREVER, appraise, judge_node, reason_of, unknown_node
from trust.need import Need
from trust.report import Identity, IdentityKind, Report, Snapshot
from trust.verdict import Finding, Outcome, Verdict

TRUST = Need(trust_required=True, max_report_age=timedelta(minutes=5))
EU = replace(TRUST, asset_tags={"region": frozenset({"EU"})})
US = replace(TRUST, asset_tags={"region": frozenset({"US"})})
UNTRUSTED = replace(REPORT, trusted=False, asset_tags={})


@pytest.mark.parametrize(
    ("need", "source", "outcome", "codes"),
    [
        (Need(), snapshot(fetched_at=None), Outcome.ALLOW, ()),
        (TRUST, snapshot(REPORT), Outcome.ALLOW, ()),
        (EU, snapshot(REPORT), Outcome.ALLOW, ()),
        (US, snapshot(REPORT), Outcome.DENY, ("asset-tags-differ",)),
        (TRUST, snapshot(), Outcome.UNKNOWN, ("never-attested",)),
        (TRUST, snapshot(REPORT, fetched_at=None), Outcome.UNKNOWN, ("source-silent",)),
        (EU, snapshot(UNTRUSTED), Outcome.DENY, ("untrusted",)),
        (
            TRUST,
            snapshot(replace(UNTRUSTED, expires_at=NOON)),
            Outcome.DENY,
            ("untrusted", "report-expired"),
        ),
    ],
)
def test_a_node_is_judged(
    need: Need, source: Snapshot, outcome: Outcome, codes: tuple[str, ...]
) -> None:
    verdict = judge_node(need, NODE, source, now=NOON)
    assert verdict.outcome is outcome
    assert verdict.codes == codes


def test_a_name_is_an_identity_only_where_the_operator_says_so() -> None:
    strict = replace(snapshot(REPORT), names_suffice=False)
    assert judge_node(TRUST, NODE, strict, now=NOON).codes == ("never-attested",)


def test_an_identity_that_the_node_cannot_choose_comes_before_its_name() -> None:
    hardware = Identity(IdentityKind.HARDWARE_UUID, "4c4c4544")
    machine = replace(NODE, identity=hardware)
    borrowed = snapshot(REPORT, replace(UNTRUSTED, identity=hardware))
    assert judge_node(TRUST, machine, borrowed, now=NOON).codes == ("untrusted",)


def test_all_nodes_are_split_with_a_reason_each() -> None:
    bad = replace(UNTRUSTED, identity=identity("m2"), failures=("PCR 7",))
    nodes = [NODE, replace(NODE, name="m2"), replace(NODE, name="m3")]
    appraisal = appraise(TRUST, nodes, snapshot(REPORT, bad), now=NOON)
    assert appraisal.accepted == {"m1"}
    assert {name: refusal.codes for name, refusal in appraisal.refused.items()} == {
        "m2": ("untrusted",),
        "m3": ("never-attested",),
    }
    assert appraisal.refused["m2"].reason == "untrusted: PCR 7"


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
    appraisal = appraise(TRUST, [NODE], snapshot(*reports), now=NOON)
    assert appraisal.valid_until == NOON + timedelta(seconds=seconds)


def test_what_never_changes_holds_for_ever() -> None:
    assert appraise(TRUST, [], snapshot(fetched_at=None), now=NOON).valid_until == FOREVER


def test_a_reason_has_no_node_name_and_is_bounded() -> None:
    assert "m1" not in reason_of(judge_node(US, NODE, snapshot(REPORT), now=NOON))
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
    appraisal = appraise(TRUST, nodes, snapshot(REPORT, odd), now=NOON)
    assert appraisal.accepted == {"m1"}
    assert appraisal.valid_until > NOON
