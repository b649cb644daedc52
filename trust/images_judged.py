# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Images of a pod judged by what is known of them, each reason with its places in the pod."""

from collections.abc import Iterator, Mapping

from trust.errors import ImageReferenceError
from trust.image import ImageEvidence
from trust.pod import PodImage
from trust.policy import EncryptionNeed
from trust.printable import first_of
from trust.reference import Reference, parse_reference
from trust.rules.always_pulled import always_pulled
from trust.rules.encryption import encryption, is_exempt
from trust.rules.image_pinned import image_pinned
from trust.verdict import Finding, Outcome

_NAMED = 4
"""Containers and volumes that a Finding names; the API server bounds their number, not we."""
ImageAnswer = ImageEvidence | Finding
"""What could be learnt about one image: evidence, or the reason why there is none."""


def judge_images(
    images: tuple[PodImage, ...], need: EncryptionNeed | None, answers: Mapping[str, ImageAnswer]
) -> Iterator[Finding]:
    """Yield what is wrong with each image, its places in the pod in front: each reason once.

    Args:
        images: Of the pod.
        need: What is asked of them.
        answers: By reference as written.
    """
    if need is None:
        return
    found: dict[tuple[str, Finding], list[str]] = {}
    for image in images:
        for finding in _image(image, need, answers):
            found.setdefault((image.image, finding), []).append(image.owner)
    for (reference, finding), owners in found.items():
        yield finding.about(f'image "{reference}" ({first_of(owners, most=_NAMED)})')


def _image(
    image: PodImage, need: EncryptionNeed, answers: Mapping[str, ImageAnswer]
) -> Iterator[Finding]:
    reference = read_reference(image)
    if isinstance(reference, Finding):
        yield reference
        return
    if is_exempt(need, name=reference.name, digest=reference.digest):
        return
    answer = answers.get(image.image) or _unanswered()
    if isinstance(answer, Finding):
        yield answer
        return
    # What follows from another fault has no remedy of its own: a bad image is not pinned.
    yield from list(_encryption(answer, need)) or _as_named(image, reference)


def _encryption(answer: ImageEvidence, need: EncryptionNeed) -> Iterator[Finding]:
    """Leave out that a layer is for nobody who is allowed, where the policies allow nobody.

    The Need itself is refused then, with the policies that contradict each other.
    """
    for finding in encryption(answer, need):
        if need.key_providers or finding.code != "key-provider-not-allowed":
            yield finding


def _as_named(image: PodImage, reference: Reference) -> Iterator[Finding]:
    yield from filter(None, (image_pinned(reference), always_pulled(image)))


def read_reference(image: PodImage) -> Reference | Finding:
    """Read the reference of an image, or say why it is none."""
    try:
        return parse_reference(image.image)
    except ImageReferenceError as exc:
        return Finding(
            code="image-reference",
            outcome=Outcome.DENY,
            detail=str(exc),
        )


def _unanswered() -> Finding:
    return Finding(
        code="image-not-inspected",
        outcome=Outcome.UNKNOWN,
        detail="nothing is known about it",
    )
