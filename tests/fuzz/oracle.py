# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What must not be admitted, found out without any of the product's code."""

from collections.abc import Iterator
from typing import Any

from tests.fuzz.targets import PINNED, SCHEDULER


def wrongly_admitted(review: Any) -> str:  # noqa: ANN401  any JSON
    """Return why a review that was allowed should not have been; empty where nothing is wrong.

    Only new pods are judged here: what an update may keep is for the stories.
    """
    request = review["request"]
    if request["operation"] != "CREATE" or request.get("subResource"):
        return ""
    spec = request["object"]["spec"]
    images = list(_images(spec))
    strangers = sorted({image for image, _ in images if image != PINNED})
    if strangers:
        return f"images {strangers}"
    kept = sorted({pulled for _, pulled in images if pulled != "Always"})
    if kept:
        return f"pull policies {kept}"
    if spec.get("nodeName"):
        return f"nodeName {spec['nodeName']!r}"
    if spec.get("schedulerName") != SCHEDULER:
        return f"schedulerName {spec.get('schedulerName')!r}"
    required = _node_affinity(spec).get("requiredDuringSchedulingIgnoredDuringExecution")
    if not isinstance(required, dict):
        return "there is no required node affinity"
    # No term at all matches no node (core/v1 NodeSelector), and the API server refuses it.
    if not all(_asks_for_trust(term) for term in required.get("nodeSelectorTerms") or []):
        return "a nodeSelectorTerm does not ask for trust"
    return ""


def wrongly_accepted(call: Any, names: list[str]) -> str:  # noqa: ANN401  any JSON
    """Return which names a filter answer should not have; m1 alone is trusted."""
    asked = next(value for key, value in call.items() if key.lower() == "nodenames")
    wrong = sorted(name for name in names if name != "m1" or name not in asked)
    return f"nodes {wrong}" if wrong else ""


def _node_affinity(spec: Any) -> Any:  # noqa: ANN401  any JSON
    return (spec.get("affinity") or {}).get("nodeAffinity") or {}


def _images(spec: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401  any JSON
    """Yield each image with its pull policy."""
    for kind in ("containers", "initContainers", "ephemeralContainers"):
        for container in spec.get(kind) or []:
            yield container.get("image", ""), container.get("imagePullPolicy", "")
    for volume in spec.get("volumes") or []:
        source = volume.get("image") or {}
        if source.get("reference"):
            yield source["reference"], source.get("pullPolicy", "")


def _asks_for_trust(term: Any) -> bool:  # noqa: ANN401  any JSON
    """Tell whether only trusted nodes match; a term without requirements matches none (core/v1)."""
    expressions = term.get("matchExpressions") or []
    if not expressions and not term.get("matchFields"):
        return True
    key = "bondstone.node-restriction.kubernetes.io/trusted"
    return any(
        each.get("key") == key and each.get("operator") == "In" and set(each["values"]) == {"true"}
        for each in expressions
    )
