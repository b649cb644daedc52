# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What is added to a pod's spec, written out; the rest is in properties/test_affinity.py."""

from copy import deepcopy
from typing import Any

import pytest

from tests.unit.trust.builders import with_requirements
from trust.affinity import REQUIRED
from trust.errors import PodError
from trust.node_requirement import NodeRequirement

REQUIREMENTS = [
    NodeRequirement(key="trusted", values=frozenset({"true"})),
    NodeRequirement(key="region", values=frozenset({"EU", "CH"})),
]
TRUSTED = {"key": "trusted", "operator": "In", "values": ["true"]}
REGION = {"key": "region", "operator": "In", "values": ["CH", "EU"]}
BOTH = [TRUSTED, REGION]
DISK = {"key": "disk", "operator": "Exists"}


def affinity(*terms: object) -> dict[str, Any]:
    return {"nodeAffinity": {REQUIRED: {"nodeSelectorTerms": list(terms)}}}


@pytest.mark.parametrize(
    "own",
    [{}, {"affinity": None}, {"affinity": {"nodeAffinity": None}}, {"affinity": affinity(None)}],
    ids=["none", "null", "null-node-affinity", "null-required"],
)
def test_where_nothing_is_required_one_term_is_made(own: dict[str, Any]) -> None:
    if own.get("affinity") == affinity(None):
        own = {"affinity": {"nodeAffinity": {REQUIRED: None}}}
    assert with_requirements(own, REQUIREMENTS) == {
        "affinity": affinity({"matchExpressions": BOTH})
    }


def test_what_is_beside_it_stays() -> None:
    own = {"nodeAffinity": {"preferred": [1]}, "podAffinity": {"x": 1}}
    result = with_requirements({"affinity": own, "containers": [1]}, REQUIREMENTS)
    placed = affinity({"matchExpressions": BOTH})["nodeAffinity"]
    assert result == {
        "containers": [1],
        "affinity": {"podAffinity": {"x": 1}, "nodeAffinity": {"preferred": [1], **placed}},
    }


@pytest.mark.parametrize(
    ("term", "wanted"),
    [
        ({"matchExpressions": [DISK]}, {"matchExpressions": [DISK, *BOTH]}),
        ({"matchExpressions": [REGION]}, {"matchExpressions": [REGION, TRUSTED]}),
        ({"matchExpressions": BOTH}, {"matchExpressions": BOTH}),
        ({"matchFields": [DISK]}, {"matchFields": [DISK], "matchExpressions": BOTH}),
        (
            {"matchFields": [DISK], "matchExpressions": None},
            {"matchFields": [DISK], "matchExpressions": BOTH},
        ),
        ({}, {}),
        ({"matchExpressions": []}, {"matchExpressions": []}),
    ],
)
def test_each_term_gets_what_it_lacks_and_an_empty_one_nothing(
    term: dict[str, Any], wanted: dict[str, Any]
) -> None:
    own = {"affinity": affinity({"matchExpressions": [DISK]}, term)}
    before = deepcopy(own)
    result = with_requirements(own, REQUIREMENTS)
    assert result == {"affinity": affinity({"matchExpressions": [DISK, *BOTH]}, wanted)}
    assert own == before


def test_what_a_node_selector_says_is_not_said_again() -> None:
    own = {"nodeSelector": {"trusted": "true", "region": "US"}}
    placed = {"affinity": affinity({"matchExpressions": [REGION]})}
    assert with_requirements(own, REQUIREMENTS) == {**own, **placed}
    whole = {"nodeSelector": {"trusted": "true", "region": "EU"}}
    assert with_requirements(whole, REQUIREMENTS) == whole


_NULL_TERMS = {"affinity": {"nodeAffinity": {REQUIRED: {"nodeSelectorTerms": None}}}}


@pytest.mark.parametrize(
    "own", [{}, {"affinity": affinity()}, {"affinity": affinity({})}, _NULL_TERMS]
)
def test_no_requirement_or_no_term_that_matches_changes_nothing(own: dict[str, Any]) -> None:
    assert with_requirements(own, []) == own
    if own:
        assert with_requirements(own, REQUIREMENTS) == own


def test_an_affinity_of_another_shape_is_an_error() -> None:
    with pytest.raises(PodError):
        with_requirements({"affinity": affinity("term")}, REQUIREMENTS)
