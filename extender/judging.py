# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Which of the named nodes may take a pod: the one question behind every verb of the extender."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import filterfalse, repeat
from operator import attrgetter

from cluster.errors import ClusterError
from extender.arguments import Candidate
from extender.neighbours import Namespaces, Nodes, Policies
from extender.standing import Standing
from trust.appraisal import Refusal, refusal_of, unknown_node
from trust.errors import PodError
from trust.need import Need
from trust.pod import Pod, read_identity
from trust.pod_need import enforced_need
from trust.refused_binding import just_refused, refused_node
from trust.verdict import Finding, Outcome, Verdict

_REASON, _UNKNOWN = attrgetter("reason"), attrgetter("unknown")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Names split in two, with what the log says of it.

    Attributes:
        accepted: In their order.
        refused: Every other name, with the reason.
        policies: By which it was judged.
        pod: Its name.
    """

    accepted: list[str]
    refused: Mapping[str, Refusal] = field(default_factory=dict)
    policies: tuple[str, ...] = ()
    pod: str = ""

    @property
    def reasons(self) -> dict[str, str]:
        """The reason of each refused name, for the scheduler."""
        return dict(zip(self.refused, map(_REASON, self.refused.values()), strict=True))

    @property
    def unknown(self) -> bool:
        """True when no name is accepted, and none denied: nothing could be evaluated."""
        return (
            bool(self.refused) and not self.accepted and all(map(_UNKNOWN, self.refused.values()))
        )


class Judge:
    """Judges from what is in memory; nothing is asked over the network while the scheduler waits.

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

    def judge(self, candidate: Candidate, names: Collection[str], *, now: datetime) -> Judged:
        """Split the names; what cannot be evaluated is refused for every name, with the reason."""
        try:
            pod = read_identity(candidate.pod, namespace=candidate.namespace)
            need = self._need(pod)
        except PodError as exc:
            return _none(names, _unknown("pod-unreadable", f"no need can be computed: {exc}"))
        except ClusterError as exc:
            return _none(names, _unknown("namespace-unknown", f"no need can be computed: {exc}"))
        if need is None or not self._nodes.synced:
            return _none(names, _unknown("caches-not-synced", "Bondstone has not read the cluster"))
        if need.asks_nothing or not (need.trust_required or need.defects):
            return Judged(accepted=list(names), policies=need.policies, pod=pod.name)
        return _led_elsewhere(self._split(names, pod, need, now), candidate)

    def _need(self, pod: Pod) -> Need | None:
        if not self._policies.synced:
            return None
        namespace = self._namespaces.get(pod.namespace)
        return enforced_need(pod, self._policies.values().values(), namespace=namespace.labels)

    def _split(self, names: Collection[str], pod: Pod, need: Need, now: datetime) -> Judged:
        appraisal = self._standing.appraisal(need, now=now)
        # Thousands of names: both passes run inside the interpreter, not in our loops.
        is_accepted = appraisal.accepted.__contains__
        accepted = list(filter(is_accepted, names))
        refused: dict[str, Refusal] = {}
        if len(accepted) < len(names):
            unknown = refusal_of(unknown_node())
            left_out = list(filterfalse(is_accepted, names))
            known = map(appraisal.refused.get, left_out, repeat(unknown))
            refused = dict(zip(left_out, known, strict=True))
        return Judged(accepted=accepted, refused=refused, policies=need.policies, pod=pod.name)


def _led_elsewhere(judged: Judged, candidate: Candidate) -> Judged:
    """Leave out the node that the pod was just refused at its Binding, if another one would do."""
    node = refused_node(candidate.pod)
    if not node or len(judged.accepted) < 2 or node not in judged.accepted:
        return judged
    return replace(
        judged,
        accepted=[name for name in judged.accepted if name != node],
        refused={**judged.refused, node: refusal_of(Verdict.of([just_refused()]))},
    )


def _none(names: Collection[str], finding: Finding) -> Judged:
    """Refuse every name for one reason."""
    refusal = refusal_of(Verdict.of([finding]))
    return Judged(accepted=[], refused=dict.fromkeys(names, refusal))


def _unknown(code: str, detail: str) -> Finding:
    return Finding(
        code=code, outcome=Outcome.UNKNOWN, detail=detail, remedy="look at the extender's /readyz"
    )
