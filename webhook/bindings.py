# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Requests about Bindings: whoever binds a pod, the node must be good for it.

No binder is trusted for its name: the scheduler's own choice is judged again, for its extender
answered some time ago, and another binder's choice was judged by nobody.
"""

from collections.abc import Mapping

from cluster.errors import ClusterError
from trust.binding import Binding, binding_findings, bound, read_binding
from trust.errors import PodError
from trust.names import TAGS_ANNOTATION
from trust.pod import Pod
from trust.pod_need import enforced_need
from trust.policy import Mode, TrustPolicy
from trust.verdict import Finding, Outcome, Verdict
from webhook.decision import Decision
from webhook.neighbours import Namespaces, NodeStanding, PodSource, Policies
from webhook.not_synced import policies_unknown
from webhook.review import Request


class Bindings:
    """Decides requests about ``pods/binding`` and ``bindings``.

    Args:
        policies: TrustPolicies.
        namespaces: Namespaces.
        pods: Pods as they are now: a Binding says nothing of its pod but its name.
        standing: What is known of nodes.
    """

    def __init__(
        self,
        *,
        policies: Policies,
        namespaces: Namespaces,
        pods: PodSource,
        standing: NodeStanding,
    ) -> None:
        self._policies = policies
        self._namespaces = namespaces
        self._pods = pods
        self._standing = standing

    def validate(self, request: Request, *, deadline: float) -> Decision:
        """Judge a Binding; UNKNOWN refuses too, and says that it is no denial."""
        if not self._policies.synced:
            return _refused(policies_unknown())
        try:
            binding = read_binding(request.document, namespace=request.namespace)
            labels = self._namespaces.get(request.namespace).labels
            pod = self._pods.get(request.namespace, binding.pod, deadline=deadline)
        except ClusterError as exc:
            return _refused(
                Finding(
                    code="binding-unknown",
                    outcome=Outcome.UNKNOWN,
                    detail=f"the pod or its namespace could not be looked up: {exc}",
                )
            )
        except PodError as exc:
            return _refused(
                Finding(
                    code="binding-unreadable",
                    outcome=Outcome.UNKNOWN,
                    detail=f"the Binding or its pod cannot be read: {exc}",
                )
            )
        return self._judge(binding, pod, labels, deadline)

    def _judge(
        self, binding: Binding, pod: Pod, labels: Mapping[str, str], deadline: float
    ) -> Decision:
        known = tuple(self._policies.values().values())
        before = enforced_need(pod, known, namespace=labels)
        after = enforced_need(bound(pod, binding), known, namespace=labels)
        watched = not (before.asks_nothing and after.asks_nothing) or _selected(known, labels)
        found = binding_findings(binding, pod, before=before, after=after, watched=watched)
        standing = self._standing.judge(after, binding.node, deadline=deadline)
        node = (finding.about(f'node "{binding.node}"') for finding in standing.verdict.findings)
        return Decision(
            verdict=Verdict.of([*found, *node]),
            policies=after.policies,
            refused_by=after.policies,
            annotated=TAGS_ANNOTATION in pod.annotations,
            subject="binding",
            in_full="",
            pod=pod.name,
            node=binding.node,
            live=standing.live,
        )


def _selected(policies: tuple[TrustPolicy, ...], labels: Mapping[str, str]) -> bool:
    """Tell whether a pod of the namespace can be under an enforced policy."""
    return any(
        policy.mode is Mode.ENFORCE and policy.match.namespaces.matches(labels)
        for policy in policies
    )


def _refused(finding: Finding) -> Decision:
    return Decision(verdict=Verdict.of([finding]), subject="binding")
