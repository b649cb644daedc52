# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Rule: the final pod still carries the placement that its Need asks for.

The mutating webhook is a convenience; other webhooks run after it and may strip or widen what it
wrote. Terms are ORed, so one term without a requirement is a way around it (peers.md §3 row 18).
"""

from collections.abc import Sequence

from trust.affinity import Placement
from trust.node_requirement import NodeRequirement
from trust.verdict import Finding, Outcome


def placement_intact(
    placement: Placement, requirements: Sequence[NodeRequirement]
) -> Finding | None:
    """Give a denial when any term admits a node that a requirement refuses."""
    for requirement in requirements:
        for term in placement.effective_terms:
            if not placement.implies(term, requirement):
                return Finding(
                    code="placement-not-intact",
                    outcome=Outcome.DENY,
                    detail="its required node affinity does not contain "
                    f"{requirement.key} in ({', '.join(sorted(requirement.values))}) in every "
                    "nodeSelectorTerm",
                )
    return None
