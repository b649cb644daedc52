# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The required affinity, ANDed into a pod's spec: what the mutating webhook adds.

Idempotent and minimal: an expression is added only to a term that does not imply it already. Terms
are ORed, so it goes into every term; an empty term matches nothing and is left alone, because an
expression would make it match (peers.md §3 row 18).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from trust.affinity import REQUIRED, Placement, Term
from trust.node_requirement import NodeRequirement

_WAY = ("affinity", "nodeAffinity", REQUIRED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Addition:
    """One operation ``add`` (RFC 6902 §4.1); ``path`` is a JSON Pointer below the pod's spec."""

    path: str
    value: object


def additions(
    spec: Mapping[str, object], placement: Placement, requirements: Sequence[NodeRequirement]
) -> Iterator[Addition]:
    """Yield what makes every term of a pod's spec guarantee every requirement, in order.

    Args:
        spec: As JSON values.
        placement: What ``read_placement`` has read of it.
        requirements: Of the pod's Need.
    """
    if placement.terms is None:
        missing = _missing(placement, Term(), requirements)
        if missing:
            yield _first_term(spec, missing)
        return
    terms = f"/{'/'.join(_WAY)}/nodeSelectorTerms"
    for index, term in enumerate(placement.terms):
        missing = [] if term.matches_nothing else _missing(placement, term, requirements)
        there = len(term.expressions)
        path = f"{terms}/{index}/matchExpressions"
        if missing and not there:
            yield Addition(path=path, value=missing)
        elif missing:
            for place, expression in enumerate(missing, start=there):
                yield Addition(path=f"{path}/{place}", value=expression)


def _first_term(spec: Mapping[str, object], expressions: list[object]) -> Addition:
    """Add the required affinity with whatever is absent, or null, above it."""
    level, depth = spec, 0
    while isinstance(below := level.get(_WAY[depth]), dict):
        level, depth = cast("Mapping[str, object]", below), depth + 1
    value: dict[str, object] = {"nodeSelectorTerms": [{"matchExpressions": expressions}]}
    for name in reversed(_WAY[depth + 1 :]):
        value = {name: value}
    return Addition(path="/" + "/".join(_WAY[: depth + 1]), value=value)


def _missing(
    placement: Placement, term: Term, requirements: Sequence[NodeRequirement]
) -> list[object]:
    return [
        {"key": requirement.key, "operator": "In", "values": sorted(requirement.values)}
        for requirement in requirements
        if not placement.implies(term, requirement)
    ]
