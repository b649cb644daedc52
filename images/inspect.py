# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""An image inspected: everything that its registry serves under one reference, as evidence.

The steps, after encryption.md §1.6:
(0) the registry is allowed; (1) one request, the digest computed from the raw bytes; (2) strict
JSON; (3) an index: every entry; (4) a manifest: an image with layers; (5) each layer's type, keys
and public options; (6) the first bytes of each encrypted layer; (8) the reference pinned to the
digest. Step (7), asking the key broker, joins with the broker. Whose keys count and whether every
layer must be encrypted is decided from the evidence, in ``trust.rules.encryption``.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from images.authorization import Authorize, from_settings
from images.cache import EvidenceCache
from images.client import Client
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
from images.registries import Registries
from images.registry import Document, RegistryApi
from trust.image import ImageEvidence, LayerEvidence, ManifestEvidence
from trust.reference import Reference
from trust.verdict import Finding

_PARALLEL = 8
"""Requests at once for one webhook: entries of indexes and heads of layers."""


class Images:
    """Inspects images, and remembers digests.

    Args:
        registries: Who may be asked, and how.
        cache_size: Digests that are remembered.
    """

    def __init__(self, registries: Registries, *, cache_size: int = 4096) -> None:
        self._api = RegistryApi(registries, Client())
        self._cache = EvidenceCache(cache_size)
        self._pool = ThreadPoolExecutor(_PARALLEL, thread_name_prefix="registry")

    def inspect(
        self, reference: Reference, *, deadline: float, authorize: Authorize = from_settings
    ) -> ImageEvidence:
        """Return evidence; rules that the image breaks are Findings in it.

        Args:
            reference: By tag or digest; the digest wins.
            deadline: Instant of ``time.monotonic``.
            authorize: In whose name to ask.

        Raises:
            ImageUnavailableError: No answer could be had; the text names the registry.
        """
        known = self._cache.get(reference)
        if known is not None:
            return known
        errand = Errand(reference=reference, authorize=authorize, deadline=deadline)
        try:
            document = self._api.manifest(errand, reference.wanted)
        except RuleBrokenError as exc:
            findings = (finding_of(exc, subject=""),)
            return ImageEvidence(reference=reference, digest="", manifests=(), findings=findings)
        evidence = self._judge(errand, document)
        if not evidence.findings:
            # These may rest on a header or on bytes without proof: asked again, they may be gone.
            self._cache.put(evidence)
        return evidence

    def _judge(self, errand: Errand, document: Document) -> ImageEvidence:
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
        documents = self._pool.map(partial(self._entry, errand), entries)
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
        heads = self._pool.map(
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
