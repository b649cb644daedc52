# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The Node object that was attested, and no other."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests.unit.trust.builders import NODE, REPORT, snapshot
from trust.report import Identity, IdentityKind, Report
from trust.rules.node_identity import attested, claimed_once, known_to, node_identity
from trust.sources import Sources
from trust.verdict import Outcome

SECOND = timedelta(seconds=1)


def test_a_node_without_a_report_was_never_attested() -> None:
    assert attested(snapshot(), NODE).code == "never-attested"


def test_a_node_without_the_identity_that_a_source_counts_by_is_told_so() -> None:
    found = attested(replace(snapshot(), kind=IdentityKind.EK_HASH), NODE)
    assert (found.code, found.outcome) == ("no-identity", Outcome.UNKNOWN)
    assert "ek-hash" in found.detail


def test_no_source_at_all_is_told_too() -> None:
    assert "no verification service" in known_to(Sources()).detail


def test_an_identity_that_two_nodes_claim_is_believed_of_neither() -> None:
    assert claimed_once(NODE) is None
    found = claimed_once(replace(NODE, claimed_by=("m2",)))
    assert found is not None
    assert (found.code, found.outcome) == ("identity-claimed-twice", Outcome.DENY)


@pytest.mark.parametrize(
    ("said", "other"),
    [
        ("", False),
        ("0009e54e-642f-e511-906e-0012795d96dd", False),
        ("0009E54E-642F-E511-906E-0012795D96DD", False),
        ("4ee50900-2f64-11e5-906e-0012795d96dd", False),  # the other byte order
        ("0009e54e-642f-e511-906e-0012795d96de", True),
        ("nonsense", True),
    ],
)
def test_a_kubelet_on_other_hardware_is_not_the_node_that_was_attested(
    said: str, other: bool
) -> None:
    uuid = Identity(IdentityKind.HARDWARE_UUID, "0009e54e-642f-e511-906e-0012795d96dd")
    found = node_identity(replace(NODE, system_uuid=said), replace(REPORT, identity=uuid))
    assert (found is not None) is other
    assert found is None or found.code == "node-identity-differs"


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


def test_what_a_kubelet_says_steers_no_terminal() -> None:
    uuid = Identity(IdentityKind.HARDWARE_UUID, "0009e54e-642f-e511-906e-0012795d96dd")
    said = replace(NODE, system_uuid="\x1b[2Jtrusted" + "x" * 1000)
    found = node_identity(said, replace(REPORT, identity=uuid))
    assert found is not None
    assert found.detail.isprintable()
    assert len(found.detail) < 200
