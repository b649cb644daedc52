# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Label selectors, as Kubernetes evaluates them."""

import pytest

from trust.selector import LabelSelector, Requirement


@pytest.mark.parametrize(
    ("operator", "values", "matching"),
    [
        ("In", ("a", "b"), {"a"}),
        ("NotIn", ("a", "b"), {"c", None}),
        ("Exists", (), {"a", "c"}),
        ("DoesNotExist", (), {None}),
    ],
)
def test_each_operator_matches_as_in_kubernetes(
    operator: str, values: tuple[str, ...], matching: set[str | None]
) -> None:
    requirement = Requirement(key="k", operator=operator, values=values)
    found = {
        value
        for value in ("a", "c", None)
        if requirement.matches({"other": "x"} if value is None else {"k": value})
    }
    assert found == matching


def test_all_clauses_must_match_and_none_matches_everything() -> None:
    exists = Requirement(key="k", operator="Exists")
    absent = Requirement(key="k", operator="DoesNotExist")
    assert LabelSelector().matches({})
    assert LabelSelector((exists,)).matches({"k": ""})
    assert not LabelSelector((exists, absent)).matches({"k": ""})
