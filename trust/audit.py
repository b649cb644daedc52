# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Pods that are there and are not as a judged pod would be: what admission could not see.

Static pods, pods of namespaces that are never behind the webhooks, pods that are older than the
policy, and pods whose node does not satisfy it now (peers.md §3 rows 4, 37 and 40).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from trust.appraisal import judge_node, reason_of
from trust.asked import need_of
from trust.namespace import NEVER_PROTECTED, Namespace
from trust.need import Need
from trust.node_requirement import node_requirements
from trust.observed_pod import ObservedPod
from trust.policy import TrustPolicy
from trust.report import Node
from trust.rules.freshness import snapshot_freshness
from trust.rules.placement_intact import placement_intact
from trust.sources import Sources
from trust.verdict import Finding, Outcome

NODE_REFUSED = "node-refused"
_AGAIN = "delete the pod, so that what owns it creates it anew"


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What pods are judged against, besides policies."""

    namespaces: Mapping[str, Namespace]
    nodes: Mapping[str, Node]
    sources: Sources
    scheduler_name: str
    now: datetime


def selected_by(policy: TrustPolicy, pod: ObservedPod, around: Surroundings) -> bool:
    """Tell whether the policy selects the pod; one whose namespace is not known yet is not."""
    namespace = around.namespaces.get(pod.namespace)
    return namespace is not None and policy.match.matches(
        namespace=namespace.labels, pod=pod.shape.labels
    )


def audit(policy: TrustPolicy, pod: ObservedPod, around: Surroundings) -> tuple[Finding, ...]:
    """Return what is wrong with a pod that an enforced policy selects."""
    need = need_of(
        [policy],
        mode=policy.mode,
        namespace=around.namespaces[pod.namespace].labels,
        pod=pod.shape.labels,
        annotated=pod.shape.annotated,
    )
    found = (*_unjudged(pod, need, around.scheduler_name), _node(pod, need, around))
    return tuple(finding for finding in found if finding is not None)


def _unjudged(pod: ObservedPod, need: Need, scheduler_name: str) -> Iterator[Finding | None]:
    """Yield what shows that admission did not judge the pod, or not by this policy."""
    if pod.mirror:
        yield _deny("mirror-pod", "a kubelet runs it from a file, so that nobody judged it",
                    "remove the file from the node")  # fmt: skip
    elif pod.namespace in NEVER_PROTECTED:
        yield _deny("namespace-exempt", f"namespace {pod.namespace} is never behind the webhook",
                    "run it in a namespace of its own")  # fmt: skip
    else:
        yield from _shape(pod, need, scheduler_name)


def _shape(pod: ObservedPod, need: Need, scheduler_name: str) -> Iterator[Finding | None]:
    if need.encryption is not None and pod.shape.loose:
        image = pod.shape.loose[0]
        yield _deny("image-not-judged", f'image "{image}" is bound to no digest', _AGAIN)
    if need.trust_required:
        name = pod.shape.scheduler_name
        if name != scheduler_name:
            yield _deny("scheduler-not-ours", f'its scheduler is "{name}"', _AGAIN)
        if placement_intact(pod.shape.placement, node_requirements(need)) is not None:
            yield _deny("placement-missing", "it lacks the required node affinity", _AGAIN)


def _node(pod: ObservedPod, need: Need, around: Surroundings) -> Finding | None:
    """Judge the pod's node; a source that is silent says nothing against anybody's node."""
    node = around.nodes.get(pod.node_name)
    if node is None or _silent(need, node, around):
        return None
    verdict = judge_node(need, node, around.sources, now=around.now)
    if verdict.outcome is Outcome.ALLOW:
        return None
    return Finding(
        code=NODE_REFUSED,
        outcome=verdict.outcome,
        detail=f'it runs on node "{node.name}": {reason_of(verdict)}',
        remedy="delete the pod, or repair the node",
    )


def _silent(need: Need, node: Node, around: Surroundings) -> bool:
    concerned = around.sources.concerning(node, need.sources)
    return any(snapshot_freshness(each, now=around.now) is not None for each in concerned)


def _deny(code: str, detail: str, remedy: str) -> Finding:
    return Finding(code=code, outcome=Outcome.DENY, detail=detail, remedy=remedy)
