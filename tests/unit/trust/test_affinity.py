# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Required node affinity as values."""

from typing import Any

import pytest

from trust.affinity import OPERATORS, REQUIRED, Expression, Placement, Term, read_placement
from trust.errors import PodError
from trust.node_requirement import NodeRequirement

EU = NodeRequirement(key="region", values=frozenset({"EU", "CH"}))
IN_EU = Expression(key="region", operator="In", values=("EU",))


def spec(*terms: object, **more: object) -> dict[str, Any]:
    required = {"nodeSelectorTerms": list(terms)}
    return {"affinity": {"nodeAffinity": {REQUIRED: required}}, **more}


@pytest.mark.parametrize(
    ("expression", "narrows"),
    [
        (IN_EU, True),
        (Expression(key="region", operator="In", values=("CH", "EU")), True),
        (Expression(key="region", operator="In", values=("EU", "US")), False),
        (Expression(key="region", operator="In"), False),
        (Expression(key="other", operator="In", values=("EU",)), False),
        *[
            (Expression(key="region", operator=operator, values=("EU",)), False)
            for operator in OPERATORS[1:]
        ],
    ],
)
def test_only_in_with_nothing_foreign_guarantees(expression: Expression, narrows: bool) -> None:
    assert expression.narrows_to(EU) is narrows


@pytest.mark.parametrize(
    ("operator", "values", "allowed"),
    [
        ("In", ("1", "x"), {"1", "x"}),
        ("NotIn", ("1", "x"), {"2", "-3", ""}),
        ("Exists", (), {"1", "2", "-3", "x", ""}),
        ("DoesNotExist", (), set()),
        ("Gt", ("1",), {"2"}),
        ("Lt", ("1",), {"-3"}),
        ("Gt", ("x",), set()),
        ("Lt", (), set()),
    ],
)
def test_a_value_that_is_there_passes_or_not(
    operator: str, values: tuple[str, ...], allowed: set[str]
) -> None:
    expression = Expression(key="k", operator=operator, values=values)
    assert {value for value in ("1", "2", "-3", "x", "") if expression.allows(value)} == allowed


def test_an_empty_term_matches_nothing_and_no_affinity_everything() -> None:
    full = Term(expressions=(IN_EU,))
    field = Term(match_fields=(Expression(key="metadata.name", operator="In", values=("m1",)),))
    assert [term.matches_nothing for term in (Term(), full, field)] == [True, False, False]
    assert Placement().effective_terms == (Term(),)
    assert Placement(terms=()).effective_terms == ()
    assert Placement(terms=(Term(), full)).effective_terms == (full,)


def test_a_selector_or_any_expression_of_the_term_implies() -> None:
    other = Expression(key="disk", operator="Exists")
    assert Placement().implies(Term(expressions=(other, IN_EU)), EU)
    assert Placement(node_selector={"region": "CH"}).implies(Term(), EU)
    assert not Placement(node_selector={"region": "US"}).implies(Term(expressions=(other,)), EU)
    assert not Placement().implies(Term(match_fields=(IN_EU,)), EU)


@pytest.mark.parametrize(
    "affinity",
    [
        None,
        {},
        {"nodeAffinity": None},
        {"nodeAffinity": {}},
        {"nodeAffinity": {REQUIRED: None}},
        {"podAffinity": {"x": 1}},
    ],
)
def test_what_is_absent_or_null_requires_nothing(affinity: object) -> None:
    assert read_placement({"affinity": affinity, "nodeSelector": None}) == Placement()
    assert read_placement({}).terms is None


def test_an_empty_list_of_terms_is_not_the_same_as_none() -> None:
    assert read_placement(spec()).terms == ()
    null: dict[str, Any] = {"affinity": {"nodeAffinity": {REQUIRED: {"nodeSelectorTerms": None}}}}
    assert read_placement(null).terms == ()


def test_everything_is_read() -> None:
    expression = {"key": "region", "operator": "In", "values": ["EU"]}
    read = read_placement(
        spec(
            {"matchExpressions": [expression], "matchFields": None},
            {"matchFields": [expression]},
            nodeSelector={"disk": "ssd"},
        )
    )
    assert read == Placement(
        node_selector={"disk": "ssd"},
        terms=(Term(expressions=(IN_EU,)), Term(match_fields=(IN_EU,))),
    )


@pytest.mark.parametrize(
    ("document", "path"),
    [
        ({"nodeSelector": []}, "spec.nodeSelector"),
        ({"nodeSelector": {"a": 1}}, "spec.nodeSelector"),
        ({"affinity": []}, "spec.affinity"),
        ({"affinity": {"nodeAffinity": "x"}}, "spec.affinity.nodeAffinity"),
        (spec("term"), f"spec.affinity.nodeAffinity.{REQUIRED}.nodeSelectorTerms[0]"),
        (
            spec({}, {"matchExpressions": [{"key": "a", "operator": "in"}]}),
            f"spec.affinity.nodeAffinity.{REQUIRED}.nodeSelectorTerms[1].matchExpressions[0].operator",
        ),
        (
            spec({"matchFields": [{"operator": "Exists"}]}),
            f"spec.affinity.nodeAffinity.{REQUIRED}.nodeSelectorTerms[0].matchFields[0].key",
        ),
    ],
)
def test_a_part_of_another_shape_is_an_error_that_names_it(
    document: dict[str, Any], path: str
) -> None:
    with pytest.raises(PodError) as caught:
        read_placement(document)
    assert caught.value.path == path
