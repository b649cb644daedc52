# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What ``/mutate`` writes into a pod: digests, pull policy, affinity, scheduler. Idempotent.

Only enforced policies change a pod. Nothing that is written here is believed by ``/validate``.
"""

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from typing import cast

from jsonpatch import make_patch

from trust.admission import ImageAnswer, read_reference
from trust.image import ImageEvidence
from trust.inject import with_requirements
from trust.names import DEFAULT_SCHEDULER
from trust.node_requirement import node_requirements
from trust.pod import PodImage
from trust.policy import EncryptionNeed
from trust.rules.always_pulled import ALWAYS
from trust.rules.encryption import is_exempt
from trust.verdict import Finding
from webhook.case import Case

Patch = list[dict[str, object]]


def patch_for(
    case: Case,
    images: Sequence[PodImage],
    answers: Mapping[str, ImageAnswer],
    *,
    scheduler_name: str,
) -> Patch:
    """Return the RFC 6902 operations that a pod needs; none when it is as it should be.

    Args:
        case: The pod.
        images: Those that are judged.
        answers: About those of them without digest.
        scheduler_name: The scheduler that asks our extender.

    Raises:
        PodError: The pod's affinity is not of the API's shape.
    """
    wanted = deepcopy(dict(case.request.document))
    # The pull policy of containers that exist cannot be changed; ephemeral ones are always new.
    new = case.old is None or case.request.subresource != ""
    for image in images:
        for path, value in image_values(image, answers.get(image.image), case.enforced.encryption):
            if new or path == image.path:
                _write(wanted, path, value)
    if case.old is None and case.enforced.trust_required:
        wanted["spec"] = _placed(case, cast("dict[str, object]", wanted["spec"]), scheduler_name)
    return cast("Patch", make_patch(case.request.document, wanted).patch)


def image_values(
    image: PodImage, answer: ImageAnswer | None, need: EncryptionNeed | None
) -> Iterator[tuple[str, str]]:
    """Yield what the place of an image should hold, by JSON Pointer.

    ``name:tag@digest`` where a tag stood, whatever the evidence says of the image, and a pull each
    time unless the image is exempt: exempt images need no key.
    """
    reference = read_reference(image)
    if isinstance(reference, Finding):
        return
    if reference.digest is None and isinstance(answer, ImageEvidence) and answer.digest:
        reference = reference.pinned(answer.digest)
        yield image.path, str(reference)
    if need and not is_exempt(need, name=reference.name, digest=reference.digest):
        yield image.pull_policy_path, ALWAYS


def _placed(case: Case, spec: dict[str, object], scheduler_name: str) -> dict[str, object]:
    """Add affinity and scheduler; a scheduler that somebody chose is left for /validate."""
    placed = with_requirements(spec, node_requirements(case.enforced))
    if placed.get("schedulerName") in (None, "", DEFAULT_SCHEDULER):
        placed["schedulerName"] = scheduler_name
    return placed


def _write(document: dict[str, object], path: str, value: str) -> None:
    """Put a value where a JSON Pointer (RFC 6901) says; what is above it is there."""
    *parents, last = path.strip("/").split("/")
    target: object = document
    for step in parents:
        if isinstance(target, list):
            target = target[int(step)]
        else:
            target = cast("dict[str, object]", target)[step]
    cast("dict[str, object]", target)[last] = value
