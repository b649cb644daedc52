# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What NetworkPolicies let pass, as a pure function (networking.k8s.io/v1, NetworkPolicySpec).

A pod that no policy selects for a direction is open in it; otherwise what one rule of one policy
allows passes, and nothing else. A connection needs the consent of both ends.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from ipaddress import ip_address, ip_network
from typing import Any

Policy = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """One end of a connection.

    Attributes:
        namespace: Of a pod; empty for an address outside of all pods, a node's above all.
        labels: Of a pod.
        address: Of either.
    """

    namespace: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    address: str = "203.0.113.7"


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """A connection, to the port that the pod listens on: policies see what is behind a Service."""

    source: End
    target: End
    port: int
    protocol: str = "TCP"


def passes(policies: Sequence[Policy], flow: Flow) -> bool:
    """Say whether the policies let a connection through."""
    return _consents(policies, flow, of=flow.source, direction="egress", peers="to") and _consents(
        policies, flow, of=flow.target, direction="ingress", peers="from"
    )


def _consents(
    policies: Sequence[Policy], flow: Flow, *, of: End, direction: str, peers: str
) -> bool:
    isolating = [
        policy
        for policy in policies
        if _selects_pod(policy, of) and direction.capitalize() in _types(policy["spec"])
    ]
    other = flow.target if of is flow.source else flow.source
    return not isolating or any(
        _has_port(rule, flow) and _has_peer(rule.get(peers), other, policy)
        for policy in isolating
        for rule in policy["spec"].get(direction, ())
    )


def _types(spec: Mapping[str, Any]) -> Sequence[str]:
    default = ["Ingress", "Egress"] if spec.get("egress") else ["Ingress"]
    found: Sequence[str] = spec.get("policyTypes", default)
    return found


def _selects_pod(policy: Policy, pod: End) -> bool:
    inside = pod.namespace == policy["metadata"]["namespace"]
    return inside and _selects(policy["spec"]["podSelector"], pod.labels)


def _has_port(rule: Mapping[str, Any], flow: Flow) -> bool:
    ports = rule.get("ports")
    return not ports or any(
        each.get("protocol", "TCP") == flow.protocol
        and each["port"] <= flow.port <= each.get("endPort", each["port"])
        for each in ports
    )


def _has_peer(peers: Sequence[Mapping[str, Any]] | None, other: End, policy: Policy) -> bool:
    return not peers or any(_is(peer, other, policy) for peer in peers)


def _is(peer: Mapping[str, Any], other: End, policy: Policy) -> bool:
    if "ipBlock" in peer:
        block, address = peer["ipBlock"], ip_address(other.address)
        excluded = any(address in ip_network(each) for each in block.get("except", ()))
        return address in ip_network(block["cidr"]) and not excluded
    if not other.namespace:
        return False
    if "namespaceSelector" in peer:
        labels = {"kubernetes.io/metadata.name": other.namespace}
        inside = _selects(peer["namespaceSelector"], labels)
    else:
        inside = other.namespace == policy["metadata"]["namespace"]
    return inside and _selects(peer.get("podSelector", {}), other.labels)


def _selects(selector: Mapping[str, Any], labels: Mapping[str, str]) -> bool:
    wanted: Mapping[str, str] = selector.get("matchLabels", {})
    return wanted.items() <= labels.items() and all(
        _meets(each, labels) for each in selector.get("matchExpressions", ())
    )


def _meets(expression: Mapping[str, Any], labels: Mapping[str, str]) -> bool:
    value = labels.get(expression["key"])
    match expression["operator"]:
        case "In":
            return value in expression["values"]
        case "NotIn":
            return value not in expression["values"]
        case "Exists":
            return value is not None
        case "DoesNotExist":
            return value is None
        case other:
            raise AssertionError(other)
