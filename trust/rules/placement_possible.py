# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Rule: what the pod asks of its node does not contradict what the policy asks."""

from collections.abc import Sequence

from trust.affinity import Placement, Term
from trust.node_requirement import NodeRequirement
from trust.verdict import Finding, Outcome


def placement_possible(
    placement: Placement, requirements: Sequence[NodeRequirement]
) -> Finding | None:
    """Give a denial when no term of the pod leaves an allowed value for each requirement."""
    blocked: NodeRequirement | None = None
    for term in placement.effective_terms:
        contradicted = [
            requirement
            for requirement in requirements
            if not _left_values(placement, term, requirement)
        ]
        if not contradicted:
            return None
        blocked = contradicted[0]
    if blocked is None:
        return None
    return Finding(
        code="placement-contradiction",
        outcome=Outcome.DENY,
        detail=f"its own node selector or affinity excludes {blocked.key} in "
        f"({', '.join(sorted(blocked.values))}), which the policy requires",
    )


def _left_values(placement: Placement, term: Term, requirement: NodeRequirement) -> frozenset[str]:
    """Return the allowed values that the pod's own constraints leave in this term."""
    selected = placement.node_selector.get(requirement.key)
    return frozenset(
        value
        for value in requirement.values
        if selected in (None, value)
        and all(
            expression.allows(value)
            for expression in term.expressions
            if expression.key == requirement.key
        )
    )
