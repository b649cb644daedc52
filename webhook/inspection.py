# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Images of a pod asked for side by side; "no answer" becomes UNKNOWN here and nowhere else."""

import time
from collections.abc import Iterable, Mapping
from concurrent.futures import Executor, wait
from datetime import timedelta
from functools import partial

from images.errors import ImagesError, RefusedError
from trust.admission import ImageAnswer, read_reference
from trust.pod import Pod, PodImage
from trust.policy import EncryptionNeed
from trust.reference import Reference
from trust.rules.encryption import is_exempt
from trust.verdict import Finding, Outcome
from webhook.keyring import Keyring
from webhook.lanes import ask_in_lanes
from webhook.neighbours import ImageSource, PullSecrets

PATIENCE = timedelta(seconds=2)
"""Warn and Audit wait for registries no longer, whatever becomes of them."""


class Inspection:
    """Asks registries about the images of a pod.

    Args:
        source: Registries.
        executor: Where the images of one pod are asked for at the same time.
        pull_secrets: In whose names they are asked for.
        aside: Where they are asked for in passing, so that this holds up no enforced pod.
        patience: For all answers in passing together.
    """

    def __init__(
        self,
        source: ImageSource,
        executor: Executor,
        pull_secrets: PullSecrets,
        *,
        aside: Executor,
        patience: timedelta = PATIENCE,
    ) -> None:
        self._source = source
        self._executor = executor
        self._pull_secrets = pull_secrets
        self._aside = aside
        self.patience = patience

    def answers(
        self,
        pod: Pod,
        images: Iterable[PodImage],
        need: EncryptionNeed | None,
        *,
        deadline: float,
        warned: bool = True,
    ) -> Mapping[str, ImageAnswer]:
        """Return evidence or the reason for its absence, by reference as written.

        Args:
            pod: Whose pull secrets are shown.
            images: Of the pod.
            need: What is asked of them.
            deadline: Instant of ``time.monotonic``.
            warned: Wait a moment for what is no more than a warning.
        """
        found, wanted = _wanted(images, need)
        if not wanted:
            return found
        ask = partial(
            self._ask, keyring=self._pull_secrets.keyring(pod), deadline=deadline, warned=warned
        )
        if len(wanted) == 1:
            return found | {text: ask(one) for text, one in wanted.items()}
        return found | ask_in_lanes(self._executor, wanted, ask)

    def answers_in_passing(
        self,
        pod: Pod,
        images: Iterable[PodImage],
        need: EncryptionNeed | None,
        *,
        deadline: float,
        until: float,
    ) -> Mapping[str, ImageAnswer]:
        """Return the same for policies that refuse nothing, and wait until an earlier instant.

        The questions go on with the whole deadline. With a shorter one, a registry that is only
        slow would count as one that failed, and enforced pods would be refused for it.
        """
        found, wanted = _wanted(images, need)
        if not wanted:
            return found
        keyring = self._pull_secrets.keyring(pod)
        futures = {
            text: self._aside.submit(self._ask, reference, keyring, deadline)
            for text, reference in wanted.items()
        }
        left = max(0.0, min(until, deadline) - time.monotonic())
        done, _ = wait(futures.values(), timeout=left)
        for text, future in futures.items():
            if future in done:
                found[text] = future.result()
            else:
                future.cancel()
                found[text] = _late()
        return found

    def _ask(
        self, reference: Reference, keyring: Keyring, deadline: float, *, warned: bool = True
    ) -> ImageAnswer:
        try:
            credentials = keyring.credentials(reference)
            return self._source.inspect(
                reference, deadline=deadline, credentials=credentials, warned=warned
            )
        except RefusedError as exc:
            return _unavailable(
                "; ".join((str(exc), *keyring.unusable)),
                "give the pod a pull secret for this image that Bondstone may read, or Bondstone "
                "credentials of its own in the registries file",
            )
        except ImagesError as exc:
            return _unavailable(str(exc))


def _wanted(
    images: Iterable[PodImage], need: EncryptionNeed | None
) -> tuple[dict[str, ImageAnswer], dict[str, Reference]]:
    """Return what is answered already, and what has to be asked for."""
    found: dict[str, ImageAnswer] = {}
    wanted: dict[str, Reference] = {}
    for image in images:
        reference = read_reference(image)
        if isinstance(reference, Finding):
            found[image.image] = reference
        elif need and not is_exempt(need, name=reference.name, digest=reference.digest):
            wanted[image.image] = reference
    return found, wanted


def _late() -> Finding:
    return _unavailable(
        "its registry has not answered yet, and a policy that does not enforce waits no longer",
        "make sure that the registry answers Bondstone in time",
    )


def _unavailable(why: str, remedy: str = "") -> Finding:
    return Finding(
        code="image-unavailable",
        outcome=Outcome.UNKNOWN,
        detail=f"it could not be inspected: {why}",
        remedy=remedy,
    )
