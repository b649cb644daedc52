# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Images of a pod asked for side by side; "no answer" becomes UNKNOWN here and nowhere else."""

from collections.abc import Iterable, Mapping
from concurrent.futures import Executor

from images.errors import ImagesError
from trust.admission import ImageAnswer, read_reference
from trust.pod import PodImage
from trust.policy import EncryptionNeed
from trust.rules.encryption import is_exempt
from trust.verdict import Finding, Outcome
from webhook.neighbours import ImageSource


class Inspection:
    """Asks registries about the images of a pod.

    Args:
        source: Registries.
        executor: Where the images of one pod are asked for at the same time.
    """

    def __init__(self, source: ImageSource, executor: Executor) -> None:
        self._source = source
        self._executor = executor

    def answers(
        self, images: Iterable[PodImage], need: EncryptionNeed | None, *, deadline: float
    ) -> Mapping[str, ImageAnswer]:
        """Return evidence or the reason for its absence, by reference as written."""
        wanted = {image.image: image for image in images if not _skipped(image, need)}
        if len(wanted) < 2:
            return {text: self._answer(image, deadline) for text, image in wanted.items()}
        futures = {
            text: self._executor.submit(self._answer, image, deadline)
            for text, image in wanted.items()
        }
        return {text: future.result() for text, future in futures.items()}

    def _answer(self, image: PodImage, deadline: float) -> ImageAnswer:
        reference = read_reference(image)
        if isinstance(reference, Finding):
            return reference
        try:
            return self._source.inspect(reference, deadline=deadline)
        except ImagesError as exc:
            return Finding(
                code="image-unavailable",
                outcome=Outcome.UNKNOWN,
                detail=f"it could not be inspected: {exc}",
                remedy="make sure that the registry answers Bondstone, then try again",
            )


def _skipped(image: PodImage, need: EncryptionNeed | None) -> bool:
    """Tell whether a policy exempts the digest, so that no registry need be asked."""
    reference = read_reference(image)
    if need is None or isinstance(reference, Finding):
        return need is None
    return is_exempt(need, name=reference.name, digest=reference.digest)
