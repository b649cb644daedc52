# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A document judged with everything that it points to: entries of an index, layers, their heads.

What can be asked for at the same time is: entries side by side, and the heads of an entry's layers
as soon as it is there. So a manifest costs two round trips, and an index three.
"""

from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass

from images.allowances import Allowances
from images.attestation_entry import check_attestation, is_attestation
from images.descriptor import Descriptor
from images.envelope import open_document
from images.errors import ImagesError, RuleBrokenError
from images.exchange import Errand
from images.findings import finding_of
from images.index import read_index
from images.media_types import INDEX_TYPES
from images.part import Part, Parts
from images.registry import Document, Source
from images.sending import Patiently, Sender
from trust.image import ImageEvidence
from trust.verdict import Finding

_LAYERS = 3
"""Of most images, at least: connections for the heads of so many layers are opened early."""
_PREPARED = 12
"""Connections that are opened early for the layers of an index, beside those of its entries."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What was found.

    Attributes:
        evidence: Of the image.
        configs: Digests of the configurations of its manifests, in their order; None for one whose
            layers are refused anyway.
    """

    evidence: ImageEvidence
    configs: tuple[str | None, ...] = ()


class Judge:
    """Judges documents (steps 2 to 6 and 8).

    Args:
        source: Where entries and layers are fetched.
        allowances: What the operator lets pass.
        sender: Asks for them early.
    """

    def __init__(
        self, source: Source, allowances: Allowances, sender: Sender | None = None
    ) -> None:
        self._source = source
        self._allowances = allowances
        self._sender = sender or Patiently()
        self._parts = Parts(source, allowances, self._sender)

    def prepare(self, errand: Errand) -> None:
        """Make ready for a document while it is fetched."""
        self._sender.prepare(errand, _LAYERS + 1)

    def judge(self, errand: Errand, document: Document) -> Judged:
        """Return evidence of an image; rules that it breaks are Findings in it.

        Raises:
            ImageUnavailableError: A part of it could not be had.
        """
        parts: Sequence[Part] = ()
        findings: tuple[Finding, ...] = ()
        try:
            parts = self._judge_all(errand, document)
        except RuleBrokenError as exc:
            findings = (finding_of(exc, subject=""),)
        evidence = ImageEvidence(
            reference=errand.reference.pinned(document.digest),
            digest=document.digest,
            manifests=tuple(part.evidence for part in parts),
            findings=findings,
        )
        return Judged(evidence=evidence, configs=tuple(part.config for part in parts))

    def _judge_all(self, errand: Errand, document: Document) -> Sequence[Part]:
        fields = open_document(document)
        parts: list[Part] = []
        try:
            if document.media_type in INDEX_TYPES:
                self._judge_entries(errand, read_index(fields, self._allowances), parts)
            else:
                parts.append(self._parts.of(errand, document, fields, platform=""))
            heads = [part.heads for part in parts if part.heads is not None]
            for each in heads:
                each.hand_over()
            for each in heads:
                each.require_ciphertext()
        finally:
            for part in parts:
                if part.heads is not None:
                    part.heads.cancel()
        return parts

    def _judge_entries(
        self, errand: Errand, entries: Sequence[Descriptor], parts: list[Part]
    ) -> None:
        """Add what becomes of each entry: asked for early, or by threads."""
        sent = self._sender.manifests(errand, [entry.digest for entry in entries])
        threads: dict[int, Future[Part | None]] = {
            number: errand.pool.submit(self._fetch_entry, errand, entry)
            for number, entry in enumerate(entries)
            if sent[number] is None
        }
        self._sender.prepare(errand, min((_LAYERS - 1) * len(entries), _PREPARED))
        try:
            for number, entry in enumerate(entries):
                early = sent[number]
                if early is None:
                    part = threads[number].result()
                else:
                    part = self._entry(errand, entry, early.result())
                if part is not None:
                    parts.append(part)
        except ImagesError:
            for thread in threads.values():
                thread.cancel()
                thread.add_done_callback(_let_go)
            for each in sent:
                if each is not None:
                    each.cancel()
            raise

    def _fetch_entry(self, errand: Errand, entry: Descriptor) -> Part | None:
        return self._entry(errand, entry, self._source.manifest(errand, entry.digest))

    def _entry(self, errand: Errand, entry: Descriptor, document: Document) -> Part | None:
        """Judge an entry; what came must have the size and type that the index says."""
        if len(document.content) != entry.size or document.media_type != entry.media_type:
            raise RuleBrokenError(
                "index-entries", f"the entry {entry.digest} differs in size or type from its index"
            )
        if is_attestation(entry):
            check_attestation(open_document(document, artifact=True))
            return None
        return self._parts.of(errand, document, open_document(document), platform=entry.platform)


def _let_go(thread: Future[Part | None]) -> None:
    """Cancel what was begun for an entry that nobody waits for any more."""
    if thread.cancelled() or thread.exception() is not None:
        return
    part = thread.result()
    if part is not None and part.heads is not None:
        part.heads.cancel()
