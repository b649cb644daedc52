# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The required affinity, ANDed into a pod's spec: what the mutating webhook adds.

Idempotent and minimal: an expression is added only to a term that does not imply it already. Terms
are ORed, so it goes into every term; an empty term matches nothing and is left alone, because an
expression would make it match (peers.md §3 row 18).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypedDict, cast

from trust import limits
from trust.affinity import REQUIRED, Placement, Term
from trust.errors import PodError
from trust.node_requirement import NodeRequirement

_WAY = ("affinity", "nodeAffinity", REQUIRED)


class _Missing(TypedDict):
    """An expression that a term lacks, as JSON."""

    key: str
    operator: str
    values: list[str]


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

    Raises:
        PodError: The pod would be beyond ``limits`` with them.
    """
    values = sum(
        len(each.values) for term in placement.terms or () for each in term.everything if each.ours
    )
    if placement.terms is None:
        missing = _missing(placement, Term(), requirements)
        _within_limits(Term(), missing, values)
        first = _first_term(spec, missing) if missing else None
        if first is not None:
            yield first
        return
    terms = f"/{'/'.join(_WAY)}/nodeSelectorTerms"
    for index, term in enumerate(placement.terms):
        missing = [] if term.matches_nothing else _missing(placement, term, requirements)
        values = _within_limits(term, missing, values)
        there = len(term.expressions)
        path = f"{terms}/{index}/matchExpressions"
        if missing and not there:
            yield Addition(path=path, value=missing)
        elif missing:
            for place, expression in enumerate(missing, start=there):
                yield Addition(path=f"{path}/{place}", value=expression)


def _within_limits(term: Term, missing: Sequence[_Missing], values: int) -> int:
    """Return how many values of our keys there are with those that the term lacks, up to it."""
    values += sum(len(each["values"]) for each in missing)
    count = sum(each.ours for each in term.expressions) + len(missing)
    for name, found, most in (
        ("entries in a term", count, limits.EXPRESSIONS),
        ("values in all", values, limits.ADDED_VALUES),
    ):
        if missing and found > most:
            raise PodError(
                f"spec.{'.'.join(_WAY)}.nodeSelectorTerms",
                f"would have {found} {name} of Bondstone's keys, with those that policies and the "
                f"pod's annotation ask for, and at most {most} are read",
            )
    return values


def _first_term(spec: Mapping[str, object], expressions: list[_Missing]) -> Addition | None:
    """Add the required affinity with whatever is absent, or null, above it.

    None where there is one that was not read: it is not to be replaced.
    """
    level, depth = spec, 0
    while isinstance(below := level.get(_WAY[depth]), dict):
        level, depth = cast("Mapping[str, object]", below), depth + 1
        if depth == len(_WAY):
            return None
    value: dict[str, object] = {"nodeSelectorTerms": [{"matchExpressions": expressions}]}
    for name in reversed(_WAY[depth + 1 :]):
        value = {name: value}
    return Addition(path="/" + "/".join(_WAY[: depth + 1]), value=value)


def _missing(
    placement: Placement, term: Term, requirements: Sequence[NodeRequirement]
) -> list[_Missing]:
    return [
        _Missing(key=requirement.key, operator="In", values=sorted(requirement.values))
        for requirement in requirements
        if not placement.implies(term, requirement)
    ]
