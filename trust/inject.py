# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The required affinity, ANDed into a pod's spec: what the mutating webhook writes.

Idempotent and minimal: an expression is added only to a term that does not imply it already. Terms
are ORed, so it goes into every term; an empty term matches nothing and is left alone, because an
expression would make it match (peers.md §3 row 18).
"""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import cast

from trust.affinity import REQUIRED, Placement, Term, read_placement
from trust.node_requirement import NodeRequirement


def with_requirements(
    spec: Mapping[str, object], requirements: Sequence[NodeRequirement]
) -> dict[str, object]:
    """Return a copy of a pod's spec whose every term guarantees every requirement.

    Raises:
        PodError: The spec's affinity is not of the API's shape.
    """
    placement = read_placement(spec)
    result = deepcopy(dict(spec))
    terms = placement.terms
    if terms is None:
        missing = _missing(placement, Term(), requirements)
        if missing:
            _required(result)["nodeSelectorTerms"] = [{"matchExpressions": missing}]
        return result
    written = cast(
        "list[dict[str, list[object]]]", _required(result).get("nodeSelectorTerms") or []
    )
    for term, document in zip(terms, written, strict=True):
        missing = [] if term.matches_nothing else _missing(placement, term, requirements)
        if missing:
            document["matchExpressions"] = [*(document.get("matchExpressions") or []), *missing]
    return result


def _required(spec: dict[str, object]) -> dict[str, object]:
    """Return the required node affinity of the spec, made where it is absent or null."""
    level = spec
    for name in ("affinity", "nodeAffinity", REQUIRED):
        if level.get(name) is None:
            level[name] = {}
        level = cast("dict[str, object]", level[name])
    return level


def _missing(
    placement: Placement, term: Term, requirements: Sequence[NodeRequirement]
) -> list[object]:
    return [
        {"key": requirement.key, "operator": "In", "values": sorted(requirement.values)}
        for requirement in requirements
        if not placement.implies(term, requirement)
    ]
