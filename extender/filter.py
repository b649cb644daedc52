# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""``/filter`` as a function: names in, names out, a reason for each name that is left out."""

from dataclasses import dataclass
from datetime import datetime
from itertools import filterfalse

from cluster.errors import ClusterError
from extender.neighbours import Namespaces, Nodes, Policies
from extender.standing import Standing
from extender.wire import FilterCall, FilterResult, filter_result
from trust.appraisal import Refusal, reason_of, refusal_of, unknown_node
from trust.errors import PodError
from trust.need import Need
from trust.pod import Pod, read_identity
from trust.pod_need import enforced_need
from trust.verdict import Finding, Outcome, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What goes back, with what the log says of it."""

    result: FilterResult
    codes: frozenset[str] = frozenset()
    unknown: bool = False
    policies: tuple[str, ...] = ()
    pod: str = ""


class Filter:
    """Answers filter calls from what is in memory; nothing is asked over the network.

    Args:
        policies: TrustPolicies.
        namespaces: Namespaces.
        nodes: Node objects.
        standing: Nodes judged by Need.
    """

    def __init__(
        self, *, policies: Policies, namespaces: Namespaces, nodes: Nodes, standing: Standing
    ) -> None:
        self._policies = policies
        self._namespaces = namespaces
        self._nodes = nodes
        self._standing = standing

    def answer(self, call: FilterCall, *, now: datetime) -> Answer:
        """Split the names; what cannot be evaluated is refused for every name, with the reason."""
        try:
            pod = read_identity(call.pod, namespace=call.namespace)
            need = self._need(pod)
        except PodError as exc:
            return _none(call, _unknown("pod-unreadable", f"no need can be computed: {exc}"))
        except ClusterError as exc:
            return _none(call, _unknown("namespace-unknown", f"no need can be computed: {exc}"))
        if need is None or not self._nodes.synced:
            return _none(call, _unknown("caches-not-synced", "Bondstone has not read the cluster"))
        if need.asks_nothing or not (need.trust_required or need.defects):
            result = filter_result(accepted=list(call.node_names), refused={})
            return Answer(result=result, policies=need.policies, pod=pod.name)
        return self._split(call, pod, need, now)

    def _need(self, pod: Pod) -> Need | None:
        if not self._policies.synced:
            return None
        namespace = self._namespaces.get(pod.namespace)
        return enforced_need(pod, self._policies.values().values(), namespace=namespace.labels)

    def _split(self, call: FilterCall, pod: Pod, need: Need, now: datetime) -> Answer:
        appraisal = self._standing.appraisal(need, now=now)
        # Thousands of names: both passes run inside the interpreter, not in our loops.
        is_accepted = appraisal.accepted.__contains__
        accepted = list(filter(is_accepted, call.node_names))
        refused: dict[str, Refusal] = {}
        if len(accepted) < len(call.node_names):
            unknown = refusal_of(unknown_node())
            left_out = filterfalse(is_accepted, call.node_names)
            refused = {name: appraisal.refused.get(name, unknown) for name in left_out}
        reasons = {name: refusal.reason for name, refusal in refused.items()}
        return Answer(
            result=filter_result(accepted=accepted, refused=reasons),
            codes=frozenset(code for refusal in refused.values() for code in refusal.codes),
            policies=need.policies,
            pod=pod.name,
        )


def _none(call: FilterCall, finding: Finding) -> Answer:
    """Refuse every name for one reason."""
    verdict = Verdict.of([finding])
    reason = reason_of(verdict)
    refused = dict.fromkeys(call.node_names, reason)
    result = filter_result(accepted=[], refused=refused)
    return Answer(result=result, codes=frozenset(verdict.codes), unknown=True)


def _unknown(code: str, detail: str) -> Finding:
    return Finding(
        code=code, outcome=Outcome.UNKNOWN, detail=detail, remedy="look at the extender's /readyz"
    )
