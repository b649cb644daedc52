# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Filter calls on the wire (k8s.io/kube-scheduler/extender/v1): Go field names, capitalised.

Requests are read in either case; answers are capitalised. Unknown fields are ignored, as the Go
decoder does. A scheduler that caches nodes for us sends names and takes names; one that does not
sends whole Node objects and goes on with those that it gets back, so they go back as they came.
"""

import json
import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypedDict

from extender.arguments import Candidate, fields_of, read_candidate
from extender.errors import ArgumentsError

Item = Mapping[str, object]


class NodeList(TypedDict):
    """Node objects as they came (core/v1)."""

    metadata: dict[str, object]
    items: list[Item]


class FilterResult(TypedDict):
    """ExtenderFilterResult: names where names came, Node objects where Node objects came."""

    Nodes: NodeList | None
    NodeNames: list[str] | None
    FailedNodes: dict[str, str]
    FailedAndUnresolvableNodes: dict[str, str]
    Error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterCall:
    """ExtenderArgs: the pod, and the candidate nodes by name, in order.

    Attributes:
        candidate: The pod.
        node_names: Of all nodes that are asked about.
        items: Their objects, one for each name, where names are not what came. Nothing but the name
            is read from them: what decides is what the API server has told us.
    """

    candidate: Candidate
    node_names: Sequence[str]
    items: Sequence[Item] | None = None


def parse_filter_call(body: object) -> FilterCall:
    """Read ExtenderArgs.

    Raises:
        ArgumentsError: The pod or the nodes are missing or misshapen.
    """
    fields = fields_of(body, _FIELDS, "the body")
    candidate = read_candidate(fields.get("pod"))
    names, nodes = fields.get("nodenames"), fields.get("nodes")
    if names is not None and nodes is not None:
        raise ArgumentsError("both Nodes and NodeNames are given; a scheduler sends one of them")
    if names is None and nodes is not None:
        items = _items(nodes)
        found = [_name_of(item) for item in items]
        return FilterCall(candidate=candidate, node_names=found, items=items)
    if not isinstance(names, list):
        raise ArgumentsError("NodeNames is missing: set nodeCacheCapable: true for this extender")
    return FilterCall(candidate=candidate, node_names=_checked(names))


def _checked(names: list[object]) -> list[str]:
    """Return the names, all of which could be of nodes: there is nothing in them to escape.

    One look at all of them together: there are thousands, and the scheduler waits.
    """
    try:
        together = "".join(names)  # type: ignore[arg-type]  # what is no text ends it
    except TypeError:
        raise ArgumentsError("NodeNames holds something that is not a string") from None
    if not together.isascii() or together.encode().translate(None, _OF_NAMES):
        raise ArgumentsError("NodeNames holds something that is not the name of a node")
    return names  # type: ignore[return-value]  # as was just found


def _items(nodes: object) -> list[Item]:
    """Read a NodeList; Go writes ``null`` for a list without elements."""
    items = fields_of(nodes, _LIST, "Nodes").get("items")
    if items is None:
        return []
    if not isinstance(items, list):
        raise ArgumentsError("Nodes.items is not a list")
    return items


def _name_of(item: object) -> str:
    """Read the one thing of a Node object that counts."""
    metadata = fields_of(item, _METADATA, "one of Nodes.items").get("metadata")
    name = fields_of(metadata, _NAME, "metadata of one of Nodes.items").get("name")
    if not isinstance(name, str) or not name:
        raise ArgumentsError("one of Nodes.items has no metadata.name")
    return name


_OF_NAMES = f"{string.ascii_lowercase}{string.digits}-.".encode()
"""Characters of a DNS subdomain (RFC 1123 §2.1), which the name of every Node object is."""
_FIELDS = frozenset({"pod", "nodes", "nodenames"})
_LIST = frozenset({"items"})
_METADATA = frozenset({"metadata"})
_NAME = frozenset({"name"})


def filter_result(
    call: FilterCall, *, accepted: list[str], refused: dict[str, str]
) -> FilterResult:
    """Write the answer: every refused node is unresolvable, so that nobody is evicted for it."""
    result: FilterResult = {
        "Nodes": None,
        "NodeNames": accepted,
        "FailedNodes": {},
        "FailedAndUnresolvableNodes": refused,
        "Error": "",
    }
    if call.items is not None:
        kept = frozenset(accepted)
        named = zip(call.node_names, call.items, strict=True)
        result["NodeNames"] = None
        result["Nodes"] = {"metadata": {}, "items": [item for name, item in named if name in kept]}
    return result


def filter_text(result: FilterResult) -> str:
    """Write it as JSON; names are joined, for the encoder would look at each of thousands.

    Args:
        result: Of a call that was read here, so that its names are those of nodes.
    """
    names = result["NodeNames"]
    if not names:
        return json.dumps(result, separators=_COMPACT)
    others = {key: value for key, value in result.items() if key != "NodeNames"}
    joined = '","'.join(names)
    return f'{{"NodeNames":["{joined}"],{json.dumps(others, separators=_COMPACT)[1:]}'


_COMPACT = (",", ":")
