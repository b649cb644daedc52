# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Node requirements: the part of a Need that narrows the scheduler's search through labels."""

from dataclasses import dataclass

from trust.names import TAG_PREFIX, TRUSTED_LABEL
from trust.need import Need


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeRequirement:
    """A node must carry the label ``key`` with one of ``values`` (operator In)."""

    key: str
    values: frozenset[str]


def node_requirements(need: Need) -> tuple[NodeRequirement, ...]:
    """Return what the required node affinity of a pod must contain, in a stable order.

    A tag that no value can satisfy gives none: the Need itself is refused.
    """
    if not need.trust_required:
        return ()
    return (
        NodeRequirement(key=TRUSTED_LABEL, values=frozenset({"true"})),
        *(
            NodeRequirement(key=TAG_PREFIX + key, values=values)
            for key, values in sorted(need.asset_tags.items())
            if values
        ),
    )
