# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A document judged with everything that it points to: entries of an index, layers, their heads."""

from collections.abc import Sequence
from functools import partial

from images.descriptor import Descriptor
from images.envelope import open_document
from images.errors import RuleBrokenError
from images.exchange import Errand
from images.findings import finding_of
from images.index import read_index
from images.layer import judge_layer
from images.manifest import layer_name, read_manifest
from images.media_types import INDEX_TYPES
from images.probe import plain_content
from images.registry import Document, RegistryApi
from trust.image import ImageEvidence, LayerEvidence, ManifestEvidence
from trust.verdict import Finding


class Judge:
    """Judges documents (steps 3 to 6 and 8).

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
        if document.media_type not in INDEX_TYPES:
            return (self._manifest(errand, document, fields, platform=""),)
        entries = read_index(fields)
        documents = errand.pool.map(partial(self._entry, errand), entries)
        return tuple(
            self._manifest(errand, child, open_document(child), platform=entry.platform)
            for entry, child in zip(entries, documents, strict=True)
        )

    def _entry(self, errand: Errand, entry: Descriptor) -> Document:
        """Fetch an entry by digest; what comes must have the size and type that the index says."""
        document = self._api.manifest(errand, entry.digest)
        if len(document.content) != entry.size or document.media_type != entry.media_type:
            raise RuleBrokenError(
                "index-entries", f"the entry {entry.digest} differs in size or type from its index"
            )
        return document

    def _manifest(
        self, errand: Errand, document: Document, fields: dict[str, object], *, platform: str
    ) -> ManifestEvidence:
        layers = read_manifest(fields)
        judged = tuple(
            judge_layer(layer, position=number, total=len(layers), platform=platform)
            for number, layer in enumerate(layers, start=1)
        )
        self._probe(errand, layers, judged, platform)
        return ManifestEvidence(platform=platform, digest=document.digest, layers=judged)

    def _probe(
        self,
        errand: Errand,
        layers: Sequence[Descriptor],
        judged: Sequence[LayerEvidence],
        platform: str,
    ) -> None:
        """Look into layers that claim to be encrypted, one that lies is enough (step 6)."""
        if any(layer.findings or not layer.encrypted for layer in judged):
            return  # refused already: no need to ask for blobs
        heads = errand.pool.map(
            lambda layer: self._api.blob_head(errand, layer.digest, size=layer.size), layers
        )
        where = f" for {platform}" if platform else ""
        for number, head in enumerate(heads, start=1):
            plain = plain_content(head)
            if plain is not None:
                raise RuleBrokenError(
                    "layer-content-plain",
                    f"{layer_name(number, len(layers))}{where} is typed as encrypted and holds "
                    f"plain {plain}",
                )
