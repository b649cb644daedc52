# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Images of a pod asked for side by side; "no answer" becomes UNKNOWN here and nowhere else."""

from collections.abc import Iterable, Mapping
from concurrent.futures import Executor

from images.errors import ImagesError
from trust.admission import ImageAnswer, read_reference
from trust.pod import PodImage
from trust.policy import EncryptionNeed
from trust.reference import Reference
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
        found: dict[str, ImageAnswer] = {}
        wanted: dict[str, Reference] = {}
        for image in images:
            reference = read_reference(image)
            if isinstance(reference, Finding):
                found[image.image] = reference
            elif need and not is_exempt(need, name=reference.name, digest=reference.digest):
                wanted[image.image] = reference
        if len(wanted) < 2:
            found.update({text: self._ask(each, deadline) for text, each in wanted.items()})
            return found
        futures = {
            text: self._executor.submit(self._ask, reference, deadline)
            for text, reference in wanted.items()
        }
        found.update({text: future.result() for text, future in futures.items()})
        return found

    def _ask(self, reference: Reference, deadline: float) -> ImageAnswer:
        try:
            return self._source.inspect(reference, deadline=deadline)
        except ImagesError as exc:
            return Finding(
                code="image-unavailable",
                outcome=Outcome.UNKNOWN,
                detail=f"it could not be inspected: {exc}",
                remedy="make sure that the registry answers Bondstone, then try again",
            )
