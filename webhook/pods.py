# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Requests about pods: the enforcement point."""

import time
from collections.abc import Mapping

from trust.admission import ImageAnswer, images_to_judge
from trust.errors import PodError
from trust.pod import PodImage
from trust.policy import Mode
from trust.verdict import Finding, Verdict
from webhook.case import Case, open_case, unreadable
from webhook.decision import Decision
from webhook.inspection import Inspection
from webhook.judgement import judge
from webhook.mutate import patch_for
from webhook.neighbours import Namespaces, Policies
from webhook.review import Request
from webhook.warnings import image_warnings


class Pods:
    """Decides requests about pods from its neighbours' answers.

    Args:
        policies: TrustPolicies.
        namespaces: Namespaces.
        inspection: Images.
        scheduler_name: The scheduler that asks our extender.
    """

    def __init__(
        self,
        *,
        policies: Policies,
        namespaces: Namespaces,
        inspection: Inspection,
        scheduler_name: str,
    ) -> None:
        self._policies = policies
        self._namespaces = namespaces
        self._inspection = inspection
        self.scheduler_name = scheduler_name

    def validate(self, request: Request, *, deadline: float) -> Decision:
        """Judge the final object; UNKNOWN refuses too, and says that it is no denial."""
        case = self.open(request)
        if isinstance(case, Finding):
            return Decision(verdict=Verdict.of([case]))
        if case.unprotected:
            return Decision(pod=case.pod.name)
        answers = self.answers(case, deadline)
        judgement = judge(case, answers, scheduler_name=self.scheduler_name)
        return Decision(
            verdict=judgement.verdict,
            policies=case.policies,
            refused_by=judgement.refused_by,
            annotated=case.annotated,
            pod=case.pod.name,
            unenforced=judgement.unenforced,
            refusals=judgement.refusals,
            remarks=tuple(image_warnings(answers)),
        )

    def mutate(self, request: Request, *, deadline: float) -> Decision:
        """Pin and place what can be; refusing is /validate's, with every reason at once."""
        case = self.open(request)
        if isinstance(case, Finding):
            return Decision(verdict=Verdict.of([case]))
        if case.enforced.asks_nothing:
            return Decision(pod=case.pod.name, policies=case.policies)
        images = images_to_judge(case.pod, case.enforced, old=case.judged_before())
        answers = self.pins(case, images, deadline)
        policies, name = case.policies, case.pod.name
        try:
            patch = patch_for(case, images, answers, scheduler_name=self.scheduler_name)
        except PodError as exc:
            found = Verdict.of([unreadable(exc)])
            return Decision(verdict=found, policies=policies, pod=name)
        return Decision(patch=patch, policies=policies, pod=name)

    def open(self, request: Request) -> Case | Finding:
        """Find out what a pod needs, or say why that is not known."""
        return open_case(request, policies=self._policies, namespaces=self._namespaces)

    def pins(
        self, case: Case, images: tuple[PodImage, ...], deadline: float
    ) -> Mapping[str, ImageAnswer]:
        """Ask about the images without digest; people are told of warnings by /validate."""
        loose = tuple(image for image in images if "@" not in image.image)
        return self._inspection.answers(
            case.pod, loose, case.enforced.encryption, deadline=deadline, warned=False
        )

    def answers(self, case: Case, deadline: float) -> Mapping[str, ImageAnswer]:
        """Ask about every image that any mode wants judged, each once; Enforce asks first."""
        answers = dict(
            self._inspection.answers(
                case.pod,
                images_to_judge(case.pod, case.enforced, old=case.judged_before()),
                case.enforced.encryption,
                deadline=deadline,
            )
        )
        until = time.monotonic() + self._inspection.patience.total_seconds()
        for mode in (Mode.WARN, Mode.AUDIT):
            need = case.demands[mode].now
            if need.encryption is None:
                continue
            images = images_to_judge(case.pod, need, old=case.judged_before(mode))
            fresh = [image for image in images if image.image not in answers]
            answers.update(
                self._inspection.answers_in_passing(
                    case.pod, fresh, need.encryption, deadline=deadline, until=until
                )
            )
        return answers
