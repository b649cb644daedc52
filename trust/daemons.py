# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The required affinity of a DaemonSet's template, which its controller goes by all the time.

For other pods the affinity is read once, by the scheduler. The controller of a DaemonSet takes its
pods off each node that the template does not select any more. While a verification service is
silent every node is unknown and loses its tags; an outage is no evidence, so daemons that run have
to stay. So beside each term that is narrowed stands another one, for nodes of which nothing is
known. The pods themselves get the whole affinity, and new ones wait on such nodes.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from trust.affinity import REQUIRED, Placement, Term
from trust.names import TRUSTED_LABEL
from trust.node_requirement import NodeRequirement

TERMS = f"/affinity/nodeAffinity/{REQUIRED}/nodeSelectorTerms"
"""Where terms stand, as a JSON Pointer below a pod's spec."""
_UNKNOWN = {"key": TRUSTED_LABEL, "operator": "In", "values": ["unknown"]}


def without_unknown(spec: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the spec of its pods: terms for unknown nodes match nothing, all keep their places.

    The controller gives its pods an affinity of their own (DaemonSet controller, "util").
    """
    affinity = _object(spec.get("affinity"))
    node_affinity = _object(affinity.get("nodeAffinity"))
    required = _object(node_affinity.get(REQUIRED))
    terms = required.get("nodeSelectorTerms")
    if not isinstance(terms, list) or not any(map(_is_for_unknown, terms)):
        return spec
    kept = [{} if _is_for_unknown(term) else term for term in terms]
    node_affinity = {**node_affinity, REQUIRED: {**required, "nodeSelectorTerms": kept}}
    return {**spec, "affinity": {**affinity, "nodeAffinity": node_affinity}}


def terms_for_unknown(
    spec: Mapping[str, Any], placement: Placement, requirements: Sequence[NodeRequirement]
) -> Iterator[dict[str, object]]:
    """Yield the terms to add once every term of a spec guarantees every requirement.

    Args:
        spec: As JSON values, before.
        placement: What was read of it.
        requirements: Of its pods' Need.
    """
    terms: Sequence[Term] = (Term(),) if placement.terms is None else placement.terms
    own: Sequence[dict[str, Any]] = [{}]
    if placement.terms is not None:
        own = spec["affinity"]["nodeAffinity"][REQUIRED].get("nodeSelectorTerms") or []
    for term, document in zip(terms, own, strict=True):
        if placement.terms is not None and term.matches_nothing:
            continue
        if not all(placement.implies(term, requirement) for requirement in requirements):
            expressions = [*(document.get("matchExpressions") or []), _UNKNOWN]
            yield {**document, "matchExpressions": expressions}


def _is_for_unknown(term: object) -> bool:
    expressions = _object(term).get("matchExpressions")
    return isinstance(expressions, list) and _UNKNOWN in expressions


def _object(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
