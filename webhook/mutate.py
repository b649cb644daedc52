# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What ``/mutate`` writes into a pod: digests, pull policy, affinity, scheduler. Idempotent.

Only enforced policies change a pod. Nothing that is written here is believed by ``/validate``.
The operations are written down as such: to compare two pods of 3 MiB would take seconds.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import cast

from trust.admission import ImageAnswer, read_reference
from trust.image import ImageEvidence
from trust.inject import additions
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
        PodError: The pod would be beyond ``trust.limits`` with them.
    """
    # The pull policy of containers that exist cannot be changed; ephemeral ones are always new.
    new = case.old is None or case.request.subresource != ""
    operations: Patch = [
        {"op": operation, "path": path, "value": value}
        for image in images
        for operation, path, value in image_values(
            image, answers.get(image.image), case.enforced.encryption
        )
        if new or path == image.path
    ]
    if case.old is None and case.enforced.trust_required:
        operations += _placed(case, scheduler_name)
    return operations


def image_values(
    image: PodImage, answer: ImageAnswer | None, need: EncryptionNeed | None
) -> Iterator[tuple[str, str, str]]:
    """Yield how to make the place of an image what it should be: operation, JSON Pointer, value.

    ``name:tag@digest`` where a tag stood, whatever the evidence says of the image, and a pull each
    time unless the image is exempt: exempt images need no key.
    """
    reference = read_reference(image)
    if isinstance(reference, Finding):
        return
    if reference.digest is None and isinstance(answer, ImageEvidence) and answer.digest:
        reference = reference.pinned(answer.digest)
        yield "replace", image.path, str(reference)
    exempt = need is None or is_exempt(need, name=reference.name, digest=reference.digest)
    if not exempt and image.pull_policy != ALWAYS:
        yield "replace" if image.pull_policy else "add", image.pull_policy_path, ALWAYS


def _placed(case: Case, scheduler_name: str) -> Iterator[dict[str, object]]:
    """Add affinity and scheduler; a scheduler that somebody chose is left for /validate."""
    spec = cast("Mapping[str, object]", case.request.document["spec"])
    for added in additions(spec, case.pod.placement, node_requirements(case.enforced)):
        yield {"op": "add", "path": f"/spec{added.path}", "value": added.value}
    if case.pod.scheduler_name in {"", DEFAULT_SCHEDULER} - {scheduler_name}:
        operation = "replace" if "schedulerName" in spec else "add"
        yield {"op": operation, "path": "/spec/schedulerName", "value": scheduler_name}
