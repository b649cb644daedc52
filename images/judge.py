# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A document judged with everything that it points to: entries of an index, layers, their heads.

What can be asked for at the same time is: entries side by side, and the heads of an entry's layers
as soon as it is there. So a manifest costs two round trips, and an index three.
"""

from dataclasses import dataclass
from functools import partial

from images.descriptor import Descriptor
from images.envelope import open_document
from images.errors import RuleBrokenError
from images.exchange import Errand
from images.findings import finding_of
from images.heads import Heads
from images.index import read_index
from images.layer import judge_layer
from images.manifest import read_manifest
from images.media_types import INDEX_TYPES
from images.registry import Document, RegistryApi
from images.together import together
from trust.image import ImageEvidence, ManifestEvidence
from trust.verdict import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """One manifest judged, with the heads of its layers where they count."""

    evidence: ManifestEvidence
    heads: Heads | None


class Judge:
    """Judges documents (steps 2 to 6 and 8).

    Args:
        api: Where entries and layers are fetched.
    """

    def __init__(self, api: RegistryApi) -> None:
        self._api = api

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
            parts = together(errand.pool, partial(self._entry, errand), read_index(fields))
        else:
            parts = [self._part(errand, document, fields, platform="")]
        heads = [part.heads for part in parts if part.heads is not None]
        try:
            for each in heads:
                each.require_ciphertext()
        finally:
            for each in heads:
                each.cancel()
        return tuple(part.evidence for part in parts)

    def _entry(self, errand: Errand, entry: Descriptor) -> _Part:
        """Fetch an entry by digest; what comes must have the size and type that the index says."""
        document = self._api.manifest(errand, entry.digest)
        if len(document.content) != entry.size or document.media_type != entry.media_type:
            raise RuleBrokenError(
                "index-entries", f"the entry {entry.digest} differs in size or type from its index"
            )
        return self._part(errand, document, open_document(document), platform=entry.platform)

    def _part(
        self, errand: Errand, document: Document, fields: dict[str, object], *, platform: str
    ) -> _Part:
        layers = read_manifest(fields)
        judged = tuple(
            judge_layer(layer, position=number, total=len(layers), platform=platform)
            for number, layer in enumerate(layers, start=1)
        )
        evidence = ManifestEvidence(platform=platform, digest=document.digest, layers=judged)
        if any(layer.findings or not layer.encrypted for layer in judged):
            return _Part(evidence=evidence, heads=None)  # refused already: no need to ask for blobs
        return _Part(evidence=evidence, heads=Heads(self._api, errand, layers, platform=platform))
