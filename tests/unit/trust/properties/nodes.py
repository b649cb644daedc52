# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""An implementation of node selection of our own, written from core/v1's documentation alone.

It shares no code with trust/: it reads JSON and evaluates it for one node.
"""

from collections.abc import Mapping
from typing import Any

REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution"


def admits(spec: Mapping[str, Any], *, name: str, labels: Mapping[str, str]) -> bool:
    """Tell whether nodeSelector and required node affinity let a pod run on a node."""
    for key, value in (spec.get("nodeSelector") or {}).items():
        if labels.get(key) != value:
            return False
    affinity = (spec.get("affinity") or {}).get("nodeAffinity") or {}
    required = affinity.get(REQUIRED)
    if required is None:
        return True
    return any(_term(term, name, labels) for term in required["nodeSelectorTerms"])


def _term(term: Mapping[str, Any], name: str, labels: Mapping[str, str]) -> bool:
    expressions = term.get("matchExpressions") or []
    fields = term.get("matchFields") or []
    if not expressions and not fields:
        return False
    return all(_holds(each, labels) for each in expressions) and all(
        _holds(each, {"metadata.name": name}) for each in fields
    )


def _holds(expression: Mapping[str, Any], labels: Mapping[str, str]) -> bool:
    key, operator = expression["key"], expression["operator"]
    values = expression.get("values") or []
    if operator == "NotIn":
        return labels.get(key) not in values
    if operator == "DoesNotExist":
        return key not in labels
    if key not in labels:
        return False
    if operator == "Exists":
        return True
    if operator == "In":
        return labels[key] in values
    return _compares(operator, labels[key], values)


def _compares(operator: str, have: str, values: list[str]) -> bool:
    if len(values) != 1 or not have.lstrip("-").isdigit() or not values[0].lstrip("-").isdigit():
        return False
    if operator == "Gt":
        return int(have) > int(values[0])
    return int(have) < int(values[0])
