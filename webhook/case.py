# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""One admission request with everything that was found out for it: needs by mode, and images."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from cluster.errors import ClusterError
from trust.errors import PodError
from trust.need import Need, need_of
from trust.pod import Pod, read_identity, with_spec
from trust.policy import Mode, TrustPolicy
from trust.rules.protection_kept import asks_more
from trust.tags_annotation import read_tags
from trust.verdict import Finding, Outcome
from webhook.neighbours import Namespaces, Policies
from webhook.review import Request


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A pod and what it needs, before images are looked at.

    Attributes:
        request: What the API server asks.
        pod: The object.
        old: The object before an UPDATE.
        needs: By mode; a Need that asks nothing where no policy of that mode matches.
        old_need: What the old object needed under the enforced policies of now.
    """

    request: Request
    pod: Pod
    old: Pod | None
    needs: Mapping[Mode, Need]
    old_need: Need

    @property
    def enforced(self) -> Need:
        """The Need that admits or refuses."""
        return self.needs[Mode.ENFORCE]

    @property
    def judged_before(self) -> Pod | None:
        """The old object, where what it has was judged by no less than is asked now."""
        if self.old is None or asks_more(self.old_need, self.enforced):
            return None
        return self.old

    @property
    def policies(self) -> tuple[str, ...]:
        """Names of every policy that applies, in any mode."""
        return tuple(sorted({name for need in self.needs.values() for name in need.policies}))

    @property
    def unprotected(self) -> bool:
        """True when nothing is asked of the pod, now or before the update."""
        return all(need.asks_nothing for need in (*self.needs.values(), self.old_need))


def open_case(request: Request, *, policies: Policies, namespaces: Namespaces) -> Case | Finding:
    """Find out what the pod needs, or say why that is not known: then nothing is admitted."""
    if not policies.synced:
        return _unknown(
            "policies-not-synced",
            "TrustPolicies have not been read from the API server yet",
            "wait until the webhook is ready",
        )
    try:
        labels = namespaces.get(request.namespace).labels
        case = _case(request, policies, labels)
        # A spec that cannot be read is nobody's business where nothing is asked of the pod.
        return case if case.unprotected else _with_specs(case)
    except ClusterError as exc:
        return _unknown(
            "namespace-unknown",
            f'namespace "{request.namespace}" could not be looked up: {exc}',
            "try again when the API server answers the webhook",
        )
    except PodError as exc:
        return _unknown("pod-unreadable", f"the pod cannot be read: {exc}", "correct this field")


def _case(request: Request, policies: Policies, labels: Mapping[str, str]) -> Case:
    pod = read_identity(request.document, namespace=request.namespace)
    old = None
    if request.old_document is not None:
        old = read_identity(request.old_document, namespace=request.namespace)
    known = tuple(policies.values().values())
    return Case(
        request=request,
        pod=pod,
        old=old,
        needs={mode: _need(known, pod, labels, mode) for mode in Mode},
        old_need=_need(known, old, labels, Mode.ENFORCE) if old is not None else Need(),
    )


def _with_specs(case: Case) -> Case:
    """Read the rest of both objects; what is needed rests on their labels and annotations alone."""
    pod, old = with_spec(case.pod, case.request.document), case.old
    return replace(case, pod=pod, old=old and with_spec(old, case.request.old_document))


def _need(
    policies: tuple[TrustPolicy, ...], pod: Pod, namespace: Mapping[str, str], mode: Mode
) -> Need:
    return need_of(
        policies,
        mode=mode,
        namespace=namespace,
        pod=pod.labels,
        annotated=read_tags(pod.annotations),
    )


def _unknown(code: str, detail: str, remedy: str) -> Finding:
    return Finding(code=code, outcome=Outcome.UNKNOWN, detail=detail, remedy=remedy)
