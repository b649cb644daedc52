# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""One admission request with everything that was found out for it: needs by mode, and images."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from cluster.errors import ClusterError
from trust.errors import PodError
from trust.names import TAGS_ANNOTATION
from trust.need import Need
from trust.pod import Pod, read_identity, with_spec
from trust.policy import Mode
from trust.rules.protection_kept import asks_more
from trust.verdict import Finding, Outcome
from webhook.demands import Demands, demands_of
from webhook.neighbours import Namespaces, Policies
from webhook.not_synced import policies_unknown
from webhook.review import Request


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A pod and what it needs, before images are looked at.

    Attributes:
        request: What the API server asks.
        pod: The object.
        old: The object before an UPDATE.
        demands: By mode; they ask nothing where no policy of that mode matches.
        apart: Tells what each policy of a mode asks alone, by its name; for refusals only, since
            it costs the Need once more for each of them.
        unreadable: Why no spec was read, where none can change what is enforced.
    """

    request: Request
    pod: Pod
    old: Pod | None
    demands: Mapping[Mode, Demands]
    apart: Callable[[Mode], Mapping[str, Demands]]
    unreadable: Finding | None = None

    @property
    def enforced(self) -> Need:
        """The Need that admits or refuses."""
        return self.demands[Mode.ENFORCE].now

    @property
    def old_need(self) -> Need:
        """What the old object needed under the enforced policies of now."""
        return self.demands[Mode.ENFORCE].before

    def judged_before(self, mode: Mode = Mode.ENFORCE) -> Pod | None:
        """Return the old object, where what it has was judged by no less than is asked now."""
        demands = self.demands[mode]
        if self.old is None or asks_more(demands.before, demands.now):
            return None
        return self.old

    @property
    def spec_decides(self) -> bool:
        """False where the enforced Verdict is the same whatever stands in the specs."""
        if self.enforced.asks_nothing:
            return False
        old = self.request.old_document if self.judged_before() is not None else None
        return old is None or old.get("spec") != self.request.document.get("spec")

    @property
    def policies(self) -> tuple[str, ...]:
        """Names of every policy that applies, in any mode."""
        now = (demands.now for demands in self.demands.values())
        return tuple(sorted({name for need in now for name in need.policies}))

    @property
    def annotated(self) -> bool:
        """True when the pod's own annotation asks, or asked before the update."""
        return any(TAGS_ANNOTATION in pod.annotations for pod in (self.pod, self.old) if pod)

    @property
    def unprotected(self) -> bool:
        """True when nothing is asked of the pod, now or before the update."""
        return all(demands.ask_nothing for demands in self.demands.values())


def open_case(request: Request, *, policies: Policies, namespaces: Namespaces) -> Case | Finding:
    """Find out what the pod needs, or say why that is not known: then nothing is admitted."""
    if not policies.synced:
        return policies_unknown()
    try:
        labels = namespaces.get(request.namespace).labels
        case = _case(request, policies, labels)
        # A spec that cannot be read is nobody's business where nothing is asked of the pod.
        return case if case.unprotected else _with_specs(case)
    except ClusterError as exc:
        return _unknown(
            "namespace-unknown",
            f'namespace "{request.namespace}" could not be looked up: {exc}',
        )
    except PodError as exc:
        return unreadable(exc)


def _case(request: Request, policies: Policies, labels: Mapping[str, str]) -> Case:
    """Find out who the pod is, and what is needed of it therefore."""
    pod, old = read_identity(request.document, namespace=request.namespace), None
    if request.old_document is not None:
        old = read_identity(request.old_document, namespace=request.namespace)
    known = tuple(policies.values().values())
    demands = demands_of(pod, old, namespace=labels)
    by_mode = {mode: demands(known, mode) for mode in Mode}

    def apart(mode: Mode) -> Mapping[str, Demands]:
        selecting = by_mode[mode].policies
        return {one.name: demands([one], mode) for one in known if one.name in selecting}

    return Case(request=request, pod=pod, old=old, demands=by_mode, apart=apart)


def _with_specs(case: Case) -> Case:
    """Read the rest of both objects; what is needed rests on their labels and annotations alone.

    Policies that only watch never refuse, and what was judged once goes on being labelled and
    deleted: there a spec that cannot be read is only told of.

    Raises:
        PodError: What would be enforced cannot be read.
    """
    old = case.old
    try:
        pod = with_spec(case.pod, case.request.document)
        old = old and with_spec(old, case.request.old_document)
    except PodError as exc:
        if case.spec_decides:
            raise
        return replace(case, unreadable=unreadable(exc))
    return replace(case, pod=pod, old=old)


def unreadable(exc: PodError) -> Finding:
    """Say that a pod cannot be read, or could not with what would be added to it."""
    return _unknown("pod-unreadable", f"the pod cannot be read: {exc}")


def _unknown(code: str, detail: str) -> Finding:
    return Finding(code=code, outcome=Outcome.UNKNOWN, detail=detail)
