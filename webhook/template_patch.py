# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What ``/mutate`` writes into the template of an object: what it would write into its pods."""

from collections.abc import Mapping
from typing import Any, cast

from trust.admission import ImageAnswer, images_to_judge
from trust.daemons import TERMS, terms_for_unknown
from trust.node_requirement import node_requirements
from trust.pod import Pod
from trust.template import TemplateKind, pinned_before
from trust.verdict import Finding
from webhook.case import Case
from webhook.mutate import Patch, patch_for


def template_patch(
    case: Case,
    answers: Mapping[str, ImageAnswer],
    *,
    kind: TemplateKind,
    old: Pod | None,
    scheduler_name: str,
) -> Patch:
    """Return the RFC 6902 operations that a template needs; none when it is as it should be.

    Args:
        case: A pod that would come of it.
        answers: About those of its images without digest.
        kind: Where the template is.
        old: A pod that would have come of it before an update.
        scheduler_name: The scheduler that asks our extender.

    Raises:
        PodError: Its pods would be beyond ``trust.limits`` with them.
    """
    images = images_to_judge(case.pod, case.enforced)
    patch = patch_for(case, images, answers, scheduler_name=scheduler_name)
    for image in images:
        before = pinned_before(image, old)
        if before is not None and isinstance(answers.get(image.image), Finding):
            # A registry that is down must not take off a digest, and roll the same image out anew.
            patch.append({"op": "replace", "path": image.path, "value": before})
    if kind.for_each_node:
        spec = cast("Mapping[str, Any]", case.request.document["spec"])
        requirements = node_requirements(case.enforced)
        for term in terms_for_unknown(spec, case.pod.placement, requirements):
            patch.append({"op": "add", "path": f"/spec{TERMS}/-", "value": term})
    return [_below(kind, operation) for operation in patch]


def _below(kind: TemplateKind, operation: dict[str, object]) -> dict[str, object]:
    """Let an operation on the pod be one on the object."""
    moved: dict[str, object] = {
        key: f"{kind.pointer}{operation[key]}" for key in ("path", "from") if key in operation
    }
    return {**operation, **moved}
