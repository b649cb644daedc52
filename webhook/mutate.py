# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What ``/mutate`` writes into a pod: digests, required affinity, scheduler. Minimal, idempotent.

Only enforced policies change a pod. Nothing that is written here is believed by ``/validate``.
"""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import cast

from jsonpatch import make_patch

from trust.admission import ImageAnswer
from trust.image import ImageEvidence
from trust.inject import with_requirements
from trust.node_requirement import node_requirements
from trust.pod import PodImage
from trust.reference import parse_reference
from webhook.case import Case

DEFAULT_SCHEDULER = "default-scheduler"
"""What the API server writes where the pod names none (k8s.io/api/core/v1)."""

Patch = list[dict[str, object]]


def patch_for(
    case: Case,
    images: Sequence[PodImage],
    answers: Mapping[str, ImageAnswer],
    *,
    scheduler_name: str,
) -> Patch:
    """Return the RFC 6902 operations that a pod needs; none when it is as it should be.

    Raises:
        PodError: The pod's affinity is not of the API's shape.
    """
    wanted = deepcopy(dict(case.request.document))
    for image in images:
        _pin(wanted, image, answers.get(image.image))
    if case.old is None and case.enforced.trust_required:
        wanted["spec"] = _placed(case, cast("dict[str, object]", wanted["spec"]), scheduler_name)
    return cast("Patch", make_patch(case.request.document, wanted).patch)


def _placed(case: Case, spec: dict[str, object], scheduler_name: str) -> dict[str, object]:
    """Add affinity and scheduler; a scheduler that somebody chose is left for /validate."""
    placed = with_requirements(spec, node_requirements(case.enforced))
    if placed.get("schedulerName") in (None, "", DEFAULT_SCHEDULER):
        placed["schedulerName"] = scheduler_name
    return placed


def _pin(document: dict[str, object], image: PodImage, answer: ImageAnswer | None) -> None:
    """Write ``name:tag@digest`` where the tag stood, whatever the evidence says of the image."""
    if not isinstance(answer, ImageEvidence) or not answer.digest:
        return
    reference = parse_reference(image.image)
    if reference.digest is not None:
        return
    *parents, last = image.path.strip("/").split("/")
    target: object = document
    for step in parents:
        if isinstance(target, list):
            target = target[int(step)]
        else:
            target = cast("dict[str, object]", target)[step]
    cast("dict[str, object]", target)[last] = str(reference.pinned(answer.digest))
