# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Rule: what the pod asks of its node does not contradict what the policy asks."""

from collections.abc import Sequence

from trust.affinity import Placement, Term
from trust.node_requirement import NodeRequirement
from trust.verdict import Finding, Outcome


def placement_possible(
    placement: Placement, requirements: Sequence[NodeRequirement], *, runtime_class: str = ""
) -> Finding | None:
    """Give a denial when no term of the pod leaves an allowed value for each requirement.

    The nodeSelector of a RuntimeClass has joined the pod's, where nobody expects it (row 25).
    """
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
    remedy = ""
    if runtime_class:
        remedy = (
            "remove the contradicting constraint from the pod, or take another RuntimeClass than "
            f'"{runtime_class}", whose scheduling.nodeSelector joins the pod\'s own'
        )
    return Finding(
        code="placement-contradiction",
        outcome=Outcome.DENY,
        detail=f"its own node selector or affinity excludes {blocked.key} in "
        f"({', '.join(sorted(blocked.values))}), which the policy requires",
        remedy=remedy,
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
