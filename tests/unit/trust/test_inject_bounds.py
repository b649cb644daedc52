# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What is added stays within bounds of its own, and pushes no pod over those of others."""

import pytest

from tests.unit.trust.builders import with_requirements
from tests.unit.trust.test_inject import REQUIREMENTS, affinity
from trust import limits
from trust.affinity import Placement, read_placement
from trust.errors import PodError
from trust.inject import additions
from trust.names import TAG_PREFIX, TRUSTED_LABEL
from trust.node_requirement import NodeRequirement

TRUSTED = NodeRequirement(key=TRUSTED_LABEL, values=frozenset({"true"}))
OTHER = {"key": "disk", "operator": "Exists"}


def tag(number: int, values: int = 1) -> NodeRequirement:
    return NodeRequirement(
        key=f"{TAG_PREFIX}t{number}", values=frozenset(f"v{each}" for each in range(values))
    )


def test_a_pod_at_the_bounds_is_read_with_what_is_added() -> None:
    full = {"matchExpressions": [OTHER] * limits.EXPRESSIONS}
    expressions = [{"key": "a", "operator": "In", "values": ["v"] * limits.VALUES}]
    own = {"affinity": affinity(full, {"matchExpressions": expressions})}
    added = [TRUSTED, *(tag(number) for number in range(limits.EXPRESSIONS - 1))]
    final = read_placement(with_requirements(own, added))
    assert [len(term.expressions) for term in final.terms or ()] == [200, 101]


def test_terms_times_values_are_bounded_before_anything_is_added() -> None:
    def filled(terms: int) -> dict[str, object]:
        own = affinity(*[{"matchExpressions": [OTHER]} for _ in range(terms)])
        return with_requirements({"affinity": own}, [tag(0, values=500)])

    most = limits.ADDED_VALUES // 500
    read_placement(filled(most))
    with pytest.raises(PodError, match="would have 20500 values in all of Bondstone's keys"):
        filled(most + 1)


def test_what_is_there_of_our_keys_counts() -> None:
    there = {"key": f"{TAG_PREFIX}x", "operator": "In", "values": ["v"] * limits.ADDED_VALUES}
    own = {"affinity": affinity({"matchExpressions": [there]})}
    with pytest.raises(PodError, match="would have 20001 values"):
        with_requirements(own, [TRUSTED])
    assert with_requirements(own, []) == own


@pytest.mark.parametrize("own", [{}, {"affinity": affinity({"matchExpressions": [OTHER]})}])
def test_expressions_of_a_term_are_bounded(own: dict[str, object]) -> None:
    many = [tag(number) for number in range(limits.EXPRESSIONS + 1)]
    with_requirements(own, many[1:])
    with pytest.raises(PodError, match="would have 101 entries in a term of Bondstone's keys"):
        with_requirements(own, many)


def test_an_affinity_that_was_not_read_is_not_replaced() -> None:
    spec = {"affinity": affinity(OTHER)}
    assert list(additions(spec, Placement(), REQUIREMENTS)) == []
