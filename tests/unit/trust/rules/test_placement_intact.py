# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Every term guarantees what is needed."""

import pytest

from trust.affinity import Expression, Placement, Term
from trust.node_requirement import NodeRequirement
from trust.rules.placement_intact import placement_intact

EU = (NodeRequirement(key="region", values=frozenset({"EU", "CH"})),)


def term(operator: str, *values: str, key: str = "region") -> Term:
    return Term(expressions=(Expression(key=key, operator=operator, values=values),))


@pytest.mark.parametrize(
    ("placement", "intact"),
    [
        (Placement(), False),
        (Placement(terms=(term("In", "EU"),)), True),
        (Placement(terms=(term("In", "EU", "CH"),)), True),
        (Placement(terms=(term("In", "EU", "US"),)), False),
        (Placement(terms=(term("In"),)), False),
        (Placement(terms=(term("Exists"),)), False),
        (Placement(terms=(term("In", "EU"), term("In", "m1", key="name"))), False),
        (Placement(terms=(term("In", "EU"), Term())), True),
        (Placement(terms=()), True),
        (Placement(node_selector={"region": "CH"}), True),
        (Placement(node_selector={"region": "US"}), False),
        (Placement(node_selector={"region": "CH"}, terms=(term("Exists"),)), True),
    ],
)
def test_every_term_must_guarantee_the_requirement(placement: Placement, intact: bool) -> None:
    found = placement_intact(placement, EU)
    assert (found is None) is intact
    assert found is None or "region in (CH, EU)" in found.detail
