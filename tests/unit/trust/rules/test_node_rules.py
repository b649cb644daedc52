# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The rules about a node: trusted, fresh, tagged, and the one that was attested."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests.unit.trust.builders import NODE, NOON, REPORT, snapshot
from trust.need import Need
from trust.report import Report
from trust.rules.asset_tags import asset_tags
from trust.rules.freshness import changes_at, freshness, snapshot_freshness
from trust.rules.node_identity import attested, node_identity
from trust.rules.trusted import trusted
from trust.verdict import Outcome

SECOND = timedelta(seconds=1)
FIVE_MINUTES = Need(max_report_age=timedelta(minutes=5))


def test_a_trusted_node_passes_and_an_untrusted_one_is_denied_with_its_failures() -> None:
    assert trusted(REPORT) is None
    found = trusted(replace(REPORT, trusted=False, failures=("PCR 7", "PCR 0")))
    assert found is not None
    assert (found.outcome, found.detail) == (Outcome.DENY, "untrusted: PCR 7, PCR 0")
    silent = trusted(replace(REPORT, trusted=False))
    assert silent is not None
    assert silent.detail == "untrusted: no reason given"


def test_a_denial_of_a_node_that_fails_again_is_the_same_text() -> None:
    failing = replace(REPORT, trusted=False, failures=("PCR 7",))
    assert trusted(failing) == trusted(replace(failing, attested_at=NOON))


@pytest.mark.parametrize(
    ("report", "now", "code"),
    [
        (REPORT, NOON, None),
        (REPORT, REPORT.attested_at - 5 * SECOND, None),
        (REPORT, REPORT.attested_at - 6 * SECOND, "report-from-future"),
        (replace(REPORT, expires_at=NOON), NOON - SECOND, None),
        (replace(REPORT, expires_at=NOON), NOON, "report-expired"),
        (REPORT, REPORT.attested_at + timedelta(minutes=5) - SECOND, None),
        (REPORT, REPORT.attested_at + timedelta(minutes=5), "report-too-old"),
    ],
)
def test_a_report_counts_between_its_bounds(
    report: Report, now: datetime, code: str | None
) -> None:
    found = freshness(report, FIVE_MINUTES, now=now)
    assert (found.code if found else None) == code
    assert found is None or found.outcome is Outcome.UNKNOWN


def test_without_a_policys_age_the_expiry_alone_counts() -> None:
    late = REPORT.expires_at - SECOND
    assert freshness(REPORT, Need(), now=late) is None
    assert len(list(changes_at(REPORT, Need()))) == 2
    assert len(list(changes_at(REPORT, FIVE_MINUTES))) == 3


def test_a_snapshot_is_unknown_from_its_bound_on_and_says_since_when() -> None:
    assert snapshot_freshness(snapshot(), now=NOON + 29 * SECOND) is None
    stale = replace(snapshot(), problem="connection refused")
    found = snapshot_freshness(stale, now=NOON + 30 * SECOND)
    assert found is not None
    assert found.outcome is Outcome.UNKNOWN
    assert found.detail == (
        'verification service "lab" has been silent since 2026-01-01T12:00:00Z, longer than 30s '
        "(connection refused)"
    )


def test_a_source_that_never_answered_is_unknown() -> None:
    found = snapshot_freshness(snapshot(fetched_at=None), now=NOON)
    assert found is not None
    assert found.detail == 'verification service "lab" has not answered yet'


def test_every_tag_that_differs_is_named() -> None:
    need = Need(asset_tags={"region": frozenset({"EU", "CH"}), "tier": frozenset({"1"})})
    assert asset_tags(replace(REPORT, asset_tags={"region": "CH", "tier": "1"}), need) is None
    found = asset_tags(replace(REPORT, asset_tags={"region": "US"}), need)
    assert found is not None
    assert found.detail == (
        "asset tags differ: region is US, needed is CH or EU; tier is absent, needed is 1"
    )


def test_a_node_without_a_report_was_never_attested() -> None:
    assert attested(snapshot(), REPORT) is None
    found = attested(snapshot(), None)
    assert found is not None
    assert found.code == "never-attested"


@pytest.mark.parametrize(
    ("report", "created_at", "replaced"),
    [
        (REPORT, NODE.created_at, False),
        (replace(REPORT, node_uid="uid-1"), NODE.created_at, False),
        (replace(REPORT, node_uid="uid-0"), NODE.created_at, True),
        (REPORT, REPORT.attested_at - SECOND, False),
        (REPORT, REPORT.attested_at, True),
        (REPORT, REPORT.attested_at + SECOND, True),
    ],
)
def test_a_report_is_about_the_node_object_that_was_attested(
    report: Report, created_at: datetime, replaced: bool
) -> None:
    found = node_identity(replace(NODE, created_at=created_at), report)
    assert (found is not None) is replaced
    assert found is None or (found.code, found.outcome) == ("node-replaced", Outcome.UNKNOWN)
