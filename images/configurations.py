# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Configurations of images that were judged, looked into afterwards, for a warning.

They decide nothing, so that nobody waits for them before a pod is changed: they are on their way
when the evidence is there, and whoever tells people of warnings waits for them, not for long.
"""

import time
from collections.abc import Sequence
from concurrent.futures import CancelledError, Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from dataclasses import dataclass, replace

from images.errors import ImagesError
from images.exchange import Errand
from images.plain_secrets import plain_secrets
from images.registry import Source
from trust.image import ImageEvidence, ManifestEvidence

PATIENCE = 0.5
"""Seconds that a warning may take longer than the verdict."""
_Names = Future[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Inspected:
    """Evidence, and what is still to be learnt of each of its manifests.

    Attributes:
        evidence: Without warnings that are under way.
        names: Of plain secrets, in the order of the manifests; empty when nothing is under way.
    """

    evidence: ImageEvidence
    names: tuple[_Names | None, ...] = ()

    @property
    def complete(self) -> bool:
        """Tell whether nothing is under way any more."""
        return all(each is None or each.done() for each in self.names)

    def told(self, deadline: float) -> ImageEvidence:
        """Return the evidence with the warnings that come soon, and before the deadline."""
        if not self.names:
            return self.evidence
        until = min(time.monotonic() + PATIENCE, deadline)
        pairs = zip(self.evidence.manifests, self.names, strict=True)
        return replace(self.evidence, manifests=tuple(_told(*pair, until) for pair in pairs))


class Configurations:
    """Looks into configurations.

    Args:
        source: Where they are fetched.
    """

    def __init__(self, source: Source) -> None:
        self._source = source

    def look_into(
        self, errand: Errand, evidence: ImageEvidence, digests: Sequence[str | None]
    ) -> Inspected:
        """Begin to fetch each distinct configuration once, and return without waiting.

        Args:
            errand: Of what image, and in which threads.
            evidence: Of it.
            digests: Of the configuration of each manifest; None where nothing needs to be told.
        """
        wanted = dict.fromkeys(digest for digest in digests if digest is not None)
        begun = {each: errand.pool.submit(self._names, errand, each) for each in wanted}
        names = tuple(begun[digest] if digest is not None else None for digest in digests)
        return Inspected(evidence, names if begun else ())

    def _names(self, errand: Errand, digest: str) -> tuple[str, ...]:
        """Look into a configuration for a warning; without an answer there is none."""
        try:
            return plain_secrets(self._source.config(errand, digest))
        except ImagesError:
            return ()


def _told(manifest: ManifestEvidence, names: _Names | None, until: float) -> ManifestEvidence:
    if names is None:
        return manifest
    try:
        found = names.result(max(0.0, until - time.monotonic()))
    except (FutureTimeoutError, CancelledError):
        return manifest
    return replace(manifest, plain_secrets=found)
