# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Images of a pod asked for side by side; "no answer" becomes UNKNOWN here and nowhere else."""

from collections.abc import Iterable, Mapping
from concurrent.futures import Executor

from images.errors import ImagesError, RefusedError
from trust.admission import ImageAnswer, read_reference
from trust.pod import Pod, PodImage
from trust.policy import EncryptionNeed
from trust.reference import Reference
from trust.rules.encryption import is_exempt
from trust.verdict import Finding, Outcome
from webhook.keyring import Keyring
from webhook.neighbours import ImageSource, PullSecrets


class Inspection:
    """Asks registries about the images of a pod.

    Args:
        source: Registries.
        executor: Where the images of one pod are asked for at the same time.
        pull_secrets: In whose names they are asked for.
    """

    def __init__(self, source: ImageSource, executor: Executor, pull_secrets: PullSecrets) -> None:
        self._source = source
        self._executor = executor
        self._pull_secrets = pull_secrets

    def answers(
        self, pod: Pod, images: Iterable[PodImage], need: EncryptionNeed | None, *, deadline: float
    ) -> Mapping[str, ImageAnswer]:
        """Return evidence or the reason for its absence, by reference as written.

        Args:
            pod: Whose pull secrets are shown.
            images: Of the pod.
            need: What is asked of them.
            deadline: Instant of ``time.monotonic``.
        """
        found: dict[str, ImageAnswer] = {}
        wanted: dict[str, Reference] = {}
        for image in images:
            reference = read_reference(image)
            if isinstance(reference, Finding):
                found[image.image] = reference
            elif need and not is_exempt(need, name=reference.name, digest=reference.digest):
                wanted[image.image] = reference
        if not wanted:
            return found
        keyring = self._pull_secrets.keyring(pod)
        if len(wanted) == 1:
            found.update({text: self._ask(one, keyring, deadline) for text, one in wanted.items()})
            return found
        futures = {
            text: self._executor.submit(self._ask, reference, keyring, deadline)
            for text, reference in wanted.items()
        }
        found.update({text: future.result() for text, future in futures.items()})
        return found

    def _ask(self, reference: Reference, keyring: Keyring, deadline: float) -> ImageAnswer:
        try:
            credentials = keyring.credentials(reference)
            return self._source.inspect(reference, deadline=deadline, credentials=credentials)
        except RefusedError as exc:
            return _unavailable(
                "; ".join((str(exc), *keyring.unusable)),
                "give the pod a pull secret for this image that Bondstone may read, or Bondstone "
                "credentials of its own in the registries file",
            )
        except ImagesError as exc:
            return _unavailable(
                str(exc), "make sure that the registry answers Bondstone, then try again"
            )


def _unavailable(why: str, remedy: str) -> Finding:
    return Finding(
        code="image-unavailable",
        outcome=Outcome.UNKNOWN,
        detail=f"it could not be inspected: {why}",
        remedy=remedy,
    )
