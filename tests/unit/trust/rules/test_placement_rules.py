# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The rules about where a pod asks to run."""

import pytest

from trust.affinity import Expression, Placement, Term
from trust.node_requirement import NodeRequirement
from trust.pod import Pod
from trust.rules.placement_intact import placement_intact
from trust.rules.placement_possible import placement_possible
from trust.rules.scheduled_by_us import node_not_chosen, scheduler_ours

EU = (NodeRequirement(key="region", values=frozenset({"EU", "CH"})),)
POD = Pod(namespace="a", name="p")


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


def test_a_node_named_by_hand_is_refused() -> None:
    assert node_not_chosen(POD) is None
    found = node_not_chosen(Pod(namespace="a", name="p", node_name="m1"))
    assert found is not None
    assert found.code == "node-name-set"


@pytest.mark.parametrize("name", ["", "default-scheduler", "Ours"])
def test_only_our_scheduler_asks_the_extender(name: str) -> None:
    assert scheduler_ours(Pod(namespace="a", name="p", scheduler_name=name), scheduler_name="ours")


def test_our_scheduler_passes() -> None:
    pod = Pod(namespace="a", name="p", scheduler_name="ours")
    assert scheduler_ours(pod, scheduler_name="ours") is None
