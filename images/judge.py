# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A document judged with everything that it points to: entries of an index, layers, their heads.

What can be asked for at the same time is: entries side by side, and the heads of an entry's layers
as soon as it is there. So a manifest costs two round trips, and an index three.
"""

import time
from concurrent.futures import CancelledError, Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from dataclasses import dataclass, replace
from functools import partial

from images.allowances import Allowances
from images.attestation_entry import check_attestation, is_attestation
from images.descriptor import Descriptor
from images.envelope import open_document
from images.errors import ImagesError, RuleBrokenError
from images.exchange import Errand
from images.findings import finding_of
from images.heads import Heads
from images.index import read_index
from images.layer import judge_layer
from images.manifest import read_config, read_manifest
from images.media_types import INDEX_TYPES
from images.plain_secrets import plain_secrets
from images.registry import Document, Source
from images.together import together
from trust.image import ImageEvidence, ManifestEvidence
from trust.verdict import Finding

_PATIENCE = 0.5
"""Seconds that a warning may take longer than the verdict."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """One manifest judged; what is still under way for it, unless it is refused already."""

    evidence: ManifestEvidence
    heads: Heads | None = None
    plain_secrets: Future[tuple[str, ...]] | None = None


class Judge:
    """Judges documents (steps 2 to 6 and 8).

    Args:
        source: Where entries, layers and configurations are fetched.
        allowances: What the operator lets pass.
    """

    def __init__(self, source: Source, allowances: Allowances) -> None:
        self._source = source
        self._allowances = allowances

    def judge(self, errand: Errand, document: Document) -> ImageEvidence:
        """Return evidence of an image; rules that it breaks are Findings in it.

        Raises:
            ImageUnavailableError: A part of it could not be had.
        """
        manifests: tuple[ManifestEvidence, ...] = ()
        findings: tuple[Finding, ...] = ()
        try:
            manifests = self._manifests(errand, document)
        except RuleBrokenError as exc:
            findings = (finding_of(exc, subject=""),)
        return ImageEvidence(
            reference=errand.reference.pinned(document.digest),
            digest=document.digest,
            manifests=manifests,
            findings=findings,
        )

    def _manifests(self, errand: Errand, document: Document) -> tuple[ManifestEvidence, ...]:
        fields = open_document(document)
        if document.media_type in INDEX_TYPES:
            entries = read_index(fields, self._allowances)
            found = together(errand.pool, partial(self._entry, errand), entries)
            parts = [part for part in found if part is not None]
        else:
            parts = [self._part(errand, document, fields, platform="")]
        heads = [part.heads for part in parts if part.heads is not None]
        try:
            for each in heads:
                each.require_ciphertext()
        finally:
            for each in heads:
                each.cancel()
        until = min(time.monotonic() + _PATIENCE, errand.deadline)
        return tuple(_with_warning(part, until) for part in parts)

    def _entry(self, errand: Errand, entry: Descriptor) -> _Part | None:
        """Fetch an entry by digest; what comes must have the size and type that the index says."""
        document = self._source.manifest(errand, entry.digest)
        if len(document.content) != entry.size or document.media_type != entry.media_type:
            raise RuleBrokenError(
                "index-entries", f"the entry {entry.digest} differs in size or type from its index"
            )
        if is_attestation(entry):
            check_attestation(open_document(document, artifact=True))
            return None
        return self._part(errand, document, open_document(document), platform=entry.platform)

    def _part(
        self, errand: Errand, document: Document, fields: dict[str, object], *, platform: str
    ) -> _Part:
        layers, zstd = read_manifest(fields), self._allowances.zstd
        judged = tuple(
            judge_layer(layer, position=number, total=len(layers), platform=platform, zstd=zstd)
            for number, layer in enumerate(layers, start=1)
        )
        evidence = ManifestEvidence(platform=platform, digest=document.digest, layers=judged)
        if any(layer.findings or not layer.encrypted for layer in judged):
            return _Part(evidence=evidence)  # no need to ask for blobs
        secrets = errand.pool.submit(self._plain_secrets, errand, read_config(fields))
        heads = Heads(self._source, errand, layers, platform=platform)
        return _Part(evidence=evidence, heads=heads, plain_secrets=secrets)

    def _plain_secrets(self, errand: Errand, config: Descriptor) -> tuple[str, ...]:
        """Look into a configuration for a warning; without an answer there is none."""
        try:
            return plain_secrets(self._source.config(errand, config.digest))
        except ImagesError:
            return ()


def _with_warning(part: _Part, until: float) -> ManifestEvidence:
    if part.plain_secrets is None:
        return part.evidence
    try:
        names = part.plain_secrets.result(max(0.0, until - time.monotonic()))
    except (FutureTimeoutError, CancelledError):
        return part.evidence
    return replace(part.evidence, plain_secrets=names)
