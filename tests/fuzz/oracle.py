# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What must not be admitted, found out without any of the product's code."""

import json
import re
from collections.abc import Iterator
from typing import Any

from tests.fuzz.edits import PLAIN
from tests.fuzz.registry import PINNED
from tests.fuzz.targets import SCHEDULER

_DEEPEST = 100
"""Levels of a review; see serving/strict_json.py."""
_UNJUDGED = re.compile(".*-unreadable|namespace-unknown")


def wrongly_admitted(review: Any, *, doubts: str) -> str:  # noqa: ANN401  any JSON
    """Return why a review that was allowed should not have been; empty where nothing is wrong.

    Args:
        review: As it was sent.
        doubts: Codes of what a template was only warned of. Where it could not be read, or its
            namespace was not known, no more is asked; other doubts do not outweigh a denial.
    """
    request = review["request"]
    resource, new = request["resource"]["resource"], request["object"]
    updated = request["operation"] == "UPDATE"
    if resource != "pods":
        if any(_UNJUDGED.fullmatch(code) for code in doubts.split(",")):
            return ""
        if updated and resource != "deployments":
            return ""
        return _wrong_template(new, old=request["oldObject"] if updated else None)
    if updated:
        return _wrong_update(new, request["oldObject"])
    return _wrong_pod(new["spec"])


def _wrong_pod(spec: Any) -> str:  # noqa: ANN401  any JSON
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
    return "" if _placed(spec) else "no affinity that asks for trust in every term"


def _wrong_update(new: Any, old: Any) -> str:  # noqa: ANN401  any JSON
    """Say what an update brings in; what was there before is for the stories."""
    before = {image for image, _ in _images(old.get("spec") or {})}
    strangers = sorted({image for image, _ in _images(new["spec"])} - before - {PINNED})
    if strangers:
        return f"images {strangers} by an update"
    if _placed(old.get("spec") or {}) and not _placed(new["spec"]):
        return "an update that takes the affinity away"
    return ""


def _wrong_template(document: Any, *, old: Any) -> str:  # noqa: ANN401  any JSON
    """Say what no pod of a template could be: early feedback, so unknown images are for its pods.

    Of an update only what it brings in, unless the object goes.
    """
    spec = _template(document)
    plain = _plain_images(spec) - _plain_images(_template(old or {}))
    if plain and not (old and document["metadata"].get("deletionTimestamp")):
        return f"a template with {sorted(plain)}"
    if old:
        return ""
    if spec.get("nodeName"):
        return f"a template with nodeName {spec['nodeName']!r}"
    if spec.get("schedulerName") not in (None, "", "default-scheduler", SCHEDULER):
        return f"a template with schedulerName {spec['schedulerName']!r}"
    return ""


def _template(document: Any) -> Any:  # noqa: ANN401  any JSON
    return ((document.get("spec") or {}).get("template") or {}).get("spec") or {}


def _plain_images(spec: Any) -> set[str]:  # noqa: ANN401  any JSON
    return {image for image, _ in _images(spec) if image.partition("@")[0] == PLAIN}


def _placed(spec: Any) -> bool:  # noqa: ANN401  any JSON
    required = _node_affinity(spec).get("requiredDuringSchedulingIgnoredDuringExecution")
    # No term at all matches no node (core/v1 NodeSelector), and the API server refuses it.
    return isinstance(required, dict) and all(
        _asks_for_trust(term) for term in required.get("nodeSelectorTerms") or []
    )


def unreadable(body: bytes) -> str:
    """Return why a body may be read in two ways, or by nobody; empty where it may not."""
    twice: list[str] = []

    def note(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        twice.extend(key for key, _ in pairs if [other for other, _ in pairs].count(key) > 1)
        return dict(pairs)

    levels = _levels(json.loads(body, object_pairs_hook=note))
    if twice:
        return f"keys twice {twice[:3]}"
    return f"{levels} levels" if levels > _DEEPEST else ""


def _levels(value: Any) -> int:  # noqa: ANN401  any JSON
    parts = value.values() if isinstance(value, dict) else value
    if not isinstance(value, dict | list):
        return 0
    return 1 + max((_levels(part) for part in parts), default=0)


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
        each.get("key") == key
        and each.get("operator") == "In"
        and set(each.get("values") or ()) == {"true"}
        for each in expressions
    )
