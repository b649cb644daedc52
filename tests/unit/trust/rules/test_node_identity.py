# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The Node object that was attested, and no other."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests.unit.trust.builders import NODE, REPORT, snapshot
from trust.report import Report
from trust.rules.node_identity import attested, node_identity
from trust.verdict import Outcome

SECOND = timedelta(seconds=1)


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
