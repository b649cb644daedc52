# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Extender calls on the wire (k8s.io/kube-scheduler/extender/v1): Go field names, capitalised.

Requests are read in either case, because older API types carried lower-case tags; answers are
capitalised. Unknown fields are ignored, as the Go decoder does.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypedDict

from extender.errors import ArgumentsError


class FilterResult(TypedDict):
    """ExtenderFilterResult for a scheduler that caches nodes: names in, names out."""

    Nodes: None
    NodeNames: list[str]
    FailedNodes: dict[str, str]
    FailedAndUnresolvableNodes: dict[str, str]
    Error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterCall:
    """ExtenderArgs: the pod as JSON values and the candidate nodes by name, in order."""

    namespace: str
    pod: Mapping[str, object]
    node_names: Sequence[str]


def parse_filter_call(body: object) -> FilterCall:
    """Read ExtenderArgs.

    Raises:
        ArgumentsError: The pod or the list of names is missing or misshapen.
    """
    if not isinstance(body, dict):
        raise ArgumentsError("the body is not an object")
    known = [(key.lower(), value) for key, value in body.items() if key.lower() in _FIELDS]
    fields = dict(known)
    if len(fields) != len(known):
        raise ArgumentsError("a field stands twice, in two spellings")
    pod = fields.get("pod")
    metadata = pod.get("metadata") if isinstance(pod, dict) else None
    namespace = metadata.get("namespace") if isinstance(metadata, dict) else None
    if not isinstance(pod, dict) or not isinstance(namespace, str) or not namespace:
        raise ArgumentsError("Pod is missing, or has no metadata.namespace")
    names = fields.get("nodenames")
    if not isinstance(names, list):
        raise ArgumentsError("NodeNames is missing: set nodeCacheCapable: true for this extender")
    if not set(map(type, names)) <= {str}:
        raise ArgumentsError("NodeNames holds something that is not a string")
    return FilterCall(namespace=namespace, pod=pod, node_names=names)


_FIELDS = frozenset({"pod", "nodenames"})


def filter_result(*, accepted: list[str], refused: dict[str, str], error: str = "") -> FilterResult:
    """Write the answer: every refused node is unresolvable, so that nobody is evicted for it."""
    return {
        "Nodes": None,
        "NodeNames": accepted,
        "FailedNodes": {},
        "FailedAndUnresolvableNodes": refused,
        "Error": error,
    }
