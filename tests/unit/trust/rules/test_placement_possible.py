# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What a pod asks leaves something that is allowed."""

import pytest

from trust.affinity import Expression, Placement, Term
from trust.node_requirement import NodeRequirement
from trust.rules.placement_possible import placement_possible

EU = (NodeRequirement(key="region", values=frozenset({"EU", "CH"})),)


def term(operator: str, *values: str, key: str = "region") -> Term:
    return Term(expressions=(Expression(key=key, operator=operator, values=values),))


@pytest.mark.parametrize(
    ("placement", "possible"),
    [
        (Placement(), True),
        (Placement(terms=()), True),
        (Placement(node_selector={"region": "US"}), False),
        (Placement(node_selector={"region": "EU"}), True),
        (Placement(terms=(term("In", "US"),)), False),
        (Placement(terms=(term("In", "US"), term("In", "EU"))), True),
        (Placement(terms=(term("NotIn", "EU"),)), True),
        (Placement(terms=(term("NotIn", "EU", "CH"),)), False),
        (Placement(terms=(term("DoesNotExist"),)), False),
        (Placement(terms=(term("Exists"),)), True),
        (Placement(terms=(term("Gt", "1"),)), False),
        (Placement(terms=(term("DoesNotExist", key="other"),)), True),
    ],
)
def test_a_pod_that_excludes_every_allowed_value_is_told_so(
    placement: Placement, possible: bool
) -> None:
    assert (placement_possible(placement, EU) is None) is possible


@pytest.mark.parametrize(
    ("operator", "value", "allowed"),
    [("Gt", "1", True), ("Gt", "2", False), ("Lt", "3", True), ("Lt", "2", False)],
)
def test_numbers_are_compared_as_numbers(operator: str, value: str, allowed: bool) -> None:
    tier = (NodeRequirement(key="tier", values=frozenset({"2"})),)
    placement = Placement(terms=(term(operator, value, key="tier"),))
    assert (placement_possible(placement, tier) is None) is allowed


def test_a_runtime_class_whose_selector_joined_the_pods_is_named() -> None:
    placement = Placement(node_selector={"region": "US"})
    alone = placement_possible(placement, EU)
    joined = placement_possible(placement, EU, runtime_class="kata")
    assert alone is not None
    assert joined is not None
    assert "RuntimeClass" not in alone.text
    assert 'another RuntimeClass than "kata"' in joined.text
    assert alone.detail == joined.detail
