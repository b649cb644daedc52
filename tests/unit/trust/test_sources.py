# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Which sources have a say about a node."""

from dataclasses import replace

import pytest

from tests.unit.trust.builders import NODE, REPORT, snapshot
from trust.report import Identity, IdentityKind
from trust.sources import ALL_THAT_KNOW_IT, Sources

UUID = Identity(IdentityKind.HARDWARE_UUID, "0009e54e-642f-e511-906e-0012795d96dd")
LAB = snapshot(REPORT)
HVS = replace(LAB, source="hvs", kind=IdentityKind.HARDWARE_UUID, reports={})
BOTH = Sources.of([LAB, HVS])


@pytest.mark.parametrize(
    ("identities", "named", "concerned"),
    [
        ((), (), ["lab"]),
        ((UUID,), (), ["hvs", "lab"]),
        ((), ("hvs",), ["hvs"]),
        ((UUID,), ("lab",), ["lab"]),
        ((), (ALL_THAT_KNOW_IT, "hvs"), ["hvs", "lab"]),
        ((UUID,), ("gone",), []),
    ],
)
def test_the_named_ones_or_all_that_know_the_node(
    identities: tuple[Identity, ...], named: tuple[str, ...], concerned: list[str]
) -> None:
    node = replace(NODE, identities=identities)
    found = BOTH.concerning(node, frozenset(named))
    assert [each.source for each in found] == concerned


def test_what_is_named_and_not_configured_is_missing() -> None:
    assert BOTH.missing(frozenset({"lab", "gone", "away", ALL_THAT_KNOW_IT})) == ("away", "gone")
