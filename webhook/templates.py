# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Requests about objects that make pods: the answer that their pods would get, early.

The pod stays the enforcement point. So a template is refused for what its pods would be refused
for after /mutate, and never because something is not known: then a warning says so.
"""

from collections.abc import Mapping
from dataclasses import replace

from jsonpatch import apply_patch

from trust.admission import images_to_judge
from trust.errors import PodError
from trust.pod import read_pod
from trust.policy import Mode
from trust.template import TemplateKind, made_by_controller, pod_of, touches
from trust.verdict import Finding, Outcome, Verdict
from webhook.case import Case, unreadable
from webhook.decision import Decision
from webhook.demands import Demands
from webhook.judgement import judge
from webhook.mutate import patch_for
from webhook.pods import Pods
from webhook.review import Request
from webhook.template_patch import template_patch


class Templates:
    """Decides requests about one kind.

    Args:
        pods: Who decides on the pods that come of it.
        kind: Where its template is.
    """

    def __init__(self, pods: Pods, kind: TemplateKind) -> None:
        self._pods = pods
        self._kind = kind

    def validate(self, request: Request, *, deadline: float) -> Decision:
        """Say what would be said of a pod, where the request changes what is judged of it."""
        case = self._open(request)
        if isinstance(case, Decision):
            return case
        if case.unreadable is not None and not case.enforced.asks_nothing:
            return self._doubtful(request, case.unreadable)
        try:
            return self._judged(_as_new(case), deadline)
        except PodError as exc:  # with what /mutate would add
            return self._doubtful(request, unreadable(exc))

    def mutate(self, request: Request, *, deadline: float) -> Decision:
        """Change the template as its pods will be, where the request changes what is judged of it.

        So an update of something else rolls nothing out. What is not known is /validate's to say.
        """
        case = self._open(request)
        fixed = self._kind.fixed and request.operation == "UPDATE"
        left = fixed or made_by_controller(request.document)
        if isinstance(case, Decision) or left or case.unreadable is not None:
            return self._nothing(request)
        new = _as_new(case)
        images = images_to_judge(new.pod, new.enforced)
        pins = self._pods.pins(new, images, deadline)
        name = self._pods.scheduler_name
        try:
            patch = template_patch(new, pins, kind=self._kind, old=case.old, scheduler_name=name)
        except PodError:
            return self._nothing(request)
        return replace(self._nothing(request), policies=case.policies, patch=patch)

    def _judged(self, case: Case, deadline: float) -> Decision:
        """Judge the pod as /mutate would leave it."""
        answers = dict(self._pods.answers(case, deadline))
        images = images_to_judge(case.pod, case.enforced)
        patch = patch_for(case, images, answers, scheduler_name=self._pods.scheduler_name)
        document = apply_patch(case.request.document, patch)
        # Only where nothing is enforced may a template be here that cannot be read.
        namespace = case.pod.namespace
        pod = case.pod if case.unreadable else read_pod(document, namespace=namespace)
        for image, final in zip(case.pod.images, pod.images, strict=True):
            if image.image in answers:
                answers[final.image] = answers[image.image]
        judgement = judge(replace(case, pod=pod), answers, scheduler_name=self._pods.scheduler_name)
        refused = judgement.verdict.outcome is Outcome.DENY
        return Decision(
            verdict=judgement.verdict if refused else Verdict(),
            doubts=Verdict() if refused else judgement.verdict,
            policies=case.policies,
            refused_by=judgement.refused_by,
            annotated=case.annotated,
            subject=self._kind.name,
            pod=case.pod.name,
            unenforced=judgement.unenforced,
        )

    def _open(self, request: Request) -> Case | Decision:
        """Return the case of a pod that would come of it, or the answer where there is none."""
        try:
            document = pod_of(request.document, self._kind)
            old = request.old_document
            before = None if old is None else pod_of(old, self._kind)
        except PodError as exc:
            return self._doubtful(request, self._unreadable(str(exc)))
        if document is None or document == before:
            return self._nothing(request)
        view = replace(request, document=document, old_document=before)
        case = self._pods.open(view)
        if isinstance(case, Finding):
            return self._doubtful(request, case)
        return self._nothing(request) if _left_alone(case) else case

    def _nothing(self, request: Request) -> Decision:
        return Decision(subject=self._kind.name, pod=request.name)

    def _doubtful(self, request: Request, finding: Finding) -> Decision:
        return replace(self._nothing(request), doubts=Verdict.of([finding]))

    def _unreadable(self, why: str) -> Finding:
        return Finding(
            code="template-unreadable",
            outcome=Outcome.UNKNOWN,
            detail=f"the pod template cannot be read: {why}",
        )


def _as_new(case: Case) -> Case:
    """Its pods will be new, whatever was there before."""
    demands = {mode: each.of_new for mode, each in case.demands.items()}
    request = replace(case.request, old_document=None)

    def apart(mode: Mode) -> Mapping[str, Demands]:
        return {name: each.of_new for name, each in case.apart(mode).items()}

    return replace(case, old=None, demands=demands, apart=apart, request=request)


def _left_alone(case: Case) -> bool:
    """Tell whether nothing is asked, or the object goes, or nothing that is judged changes.

    Then /mutate changes nothing either: /validate would take it for a change of the user's.
    """
    if case.old is None or case.unreadable is not None:
        return _unasked(case)
    unchanged = not touches(case.pod, case.enforced, old=case.old, old_need=case.old_need)
    return unchanged or case.pod.deleting or _unasked(case)


def _unasked(case: Case) -> bool:
    """Tell whether nothing is asked of its pods; what was asked of others before is no matter."""
    return all(demands.now.asks_nothing for demands in case.demands.values())
