# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""All pods audited against all policies at once: how many, and which violate what."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from trust.audit import Surroundings, audit, selected_by
from trust.observed_pod import ObservedPod, Shape
from trust.policy import Mode, TrustPolicy
from trust.policy_status import PodCount
from trust.verdict import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """Equal pods with the same reason: what one Event is about."""

    policy: str
    namespace: str
    code: str
    shape: Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Pods of one kind: the first by name stands for all of them."""

    first: ObservedPod
    finding: Finding
    pods: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Census:
    """What one look at the cluster found.

    Attributes:
        counts: By the name of the policy.
        groups: Violations.
    """

    counts: Mapping[str, PodCount]
    groups: Mapping[Kind, Group]


def take_census(
    policies: Iterable[TrustPolicy], pods: Iterable[ObservedPod], around: Surroundings
) -> Census:
    """Count the pods of every policy, and audit those of enforced ones that can be read."""
    every = sorted(pods, key=lambda pod: (pod.namespace, pod.name))
    counts: dict[str, PodCount] = {}
    groups: dict[Kind, Group] = {}
    for policy in policies:
        selected = _selected(policy, every, around)
        violating = None
        if policy.mode is Mode.ENFORCE and policy.defect is None:
            violating = _audit_all(policy, selected, around, groups)
        counts[policy.name] = PodCount(protected=len(selected), violating=violating)
    return Census(counts=counts, groups=groups)


def _selected(
    policy: TrustPolicy, pods: list[ObservedPod], around: Surroundings
) -> list[ObservedPod]:
    """Select pods; equal ones of one namespace are asked about once."""
    known: dict[tuple[str, int], bool] = {}
    selected = []
    for pod in pods:
        key = (pod.namespace, id(pod.shape))
        if key not in known:
            known[key] = selected_by(policy, pod, around)
        if known[key]:
            selected.append(pod)
    return selected


def _audit_all(
    policy: TrustPolicy,
    pods: list[ObservedPod],
    around: Surroundings,
    groups: dict[Kind, Group],
) -> int:
    """Audit pods into groups, and return how many of them violate the policy.

    Shapes are told apart by identity while pods are walked: to hash one for each of ten thousand
    pods would take most of the time.
    """
    known: dict[tuple[str, int, str, bool], tuple[Finding, ...]] = {}
    members: dict[tuple[str, int, str], list[tuple[ObservedPod, Finding]]] = {}
    violating = 0
    for pod in pods:
        key = (pod.namespace, id(pod.shape), pod.node_name, pod.mirror)
        if key not in known:
            known[key] = audit(policy, pod, around)
        findings = known[key]
        violating += bool(findings)
        for finding in findings:
            one = (pod.namespace, id(pod.shape), finding.code)
            members.setdefault(one, []).append((pod, finding))
    for (namespace, _, code), found in members.items():
        first, finding = found[0]
        kind = Kind(policy=policy.name, namespace=namespace, code=code, shape=first.shape)
        before = groups.get(kind)
        pods_before = 0 if before is None else before.pods
        groups[kind] = Group(first=first, finding=finding, pods=pods_before + len(found))
    return violating
